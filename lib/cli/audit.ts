import { parseArgs } from "node:util";
import { runAsOperator } from "@/lib/cli/run-as-operator";
import { AUDIT_PROBLEMS } from "@/lib/core/audit/audit-verdict";
import { readAnchorFile } from "@/lib/io/anchor-files";
import { parseEnvironment } from "@/lib/io/environment";

const help = `wardlight audit verify [--anchors FILE]

Checks the whole audit log: that every row carries its MAC, is sealed, unchanged and in order, and that the log reaches
every anchor written in the data directory (and in WARDLIGHT_AUDIT_ANCHOR_FILE). Prints the verdict as JSON; exit 1 on
any problem. Works while the server runs.
  --anchors FILE   also checks these anchors: a copy kept elsewhere`;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { anchors: { type: "string" } },
    allowPositionals: true,
  });
  if (positionals.length !== 1 || positionals[0] !== "verify") {
    process.stderr.write(`${help}\n`);
    return 2;
  }
  const copy = values.anchors === undefined ? { anchors: [], unreadable: 0 } : readAnchorFile(values.anchors);
  const verdict = await runAsOperator(parseEnvironment(process.env), "verify-audit", { anchors: [...copy.anchors] });
  const problems = verdict.problems.map((problem) => ({ ...problem, means: AUDIT_PROBLEMS[problem.kind] }));
  const unreadableAnchorLines = verdict.unreadableAnchorLines + copy.unreadable;
  process.stdout.write(`${JSON.stringify({ ...verdict, problems, unreadableAnchorLines })}\n`);
  return verdict.intact ? 0 : 1;
}

export const auditVerb = { help, run };
