import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "@/lib/core/fault";
import { GRAPH_PROBLEMS, type GraphProblem } from "@/lib/io/onnx/inspect-graph";
import { RUN_PROBLEMS, type RunProblem } from "@/lib/io/onnx/probe-model";
import type { GraphShape } from "@/lib/io/onnx/task-contract";

/** How the checking process itself can end. */
const LIMIT_PROBLEMS = {
  "too-long": "checking it took longer than half a minute",
  "too-much-memory": "it needs more memory than a model may, or ends the process that runs it",
} as const;

/** Everything a model file can be refused for, in words that follow "It is refused: ". */
export const MODEL_PROBLEMS = { ...GRAPH_PROBLEMS, ...RUN_PROBLEMS, ...LIMIT_PROBLEMS } as const;
export type ModelProblem = keyof typeof MODEL_PROBLEMS;

export interface CheckLimits {
  readonly wallMs: number;
  readonly cpuSeconds: number;
  /** Memory the process may write to. */
  readonly memoryMb: number;
}
const LIMITS: CheckLimits = { wallMs: 30_000, cpuSeconds: 25, memoryMb: 1_536 };

const LONGEST_ANSWER = 1_000;

/** `ulimit -d` counts private memory that can be written to (Linux ≥ 4.7), not what V8 only sets aside. */
const LIMITED = 'ulimit -c 0; ulimit -S -t "$1"; ulimit -d "$2"; shift 2; exec "$@"';

/**
 * Checks a model file in a process of its own with limits on memory, processor time and time, and no environment but
 * what Node needs: first as data, then by running it on made-up stays. Resolves to what is wrong with it; null where
 * nothing was found.
 */
export async function checkModel(
  bytes: Uint8Array,
  { terms, bags, task = "readmission" }: GraphShape,
  limits: CheckLimits = LIMITS,
  root = process.env.WARDLIGHT_ROOT ?? process.cwd(),
): Promise<GraphProblem | RunProblem | keyof typeof LIMIT_PROBLEMS | null> {
  const file = join(root, "dist/workers/check-model.worker.js");
  if (!existsSync(file)) throw new Fault("not-ready", `${file} is missing (npm run build).`);
  const command = [process.execPath, "--max-old-space-size=512", file, String(terms), String(bags), task];
  const limited = [LIMITED, "sh", String(limits.cpuSeconds), String(limits.memoryMb * 1024), ...command];
  const child = spawn("/bin/sh", ["-c", ...limited], {
    cwd: root,
    env: { ORT_DISABLE_TELEMETRY: "1", PATH: process.env.PATH ?? "", NODE_ENV: process.env.NODE_ENV ?? "production" },
    stdio: ["pipe", "pipe", "ignore"],
  });
  let said = "";
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill("SIGKILL");
  }, limits.wallMs);
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    said = (said + part).slice(0, LONGEST_ANSWER);
  });
  // It may be gone before it has read everything.
  child.stdin.on("error", () => undefined);
  child.stdin.end(bytes);
  const { code, signal } = await new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal }));
  }).finally(() => clearTimeout(timer));
  // SIGXCPU (or the shell's 128 + 24): its processor time is used up.
  if (isLate || signal === "SIGXCPU" || code === 152) return "too-long";
  if (code !== 0) return "too-much-memory";
  const { problem } = JSON.parse(said) as { problem: GraphProblem | RunProblem | null };
  return problem;
}
