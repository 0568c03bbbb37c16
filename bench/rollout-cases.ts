import { eq } from "drizzle-orm";
import type { Bundle, FhirResource } from "fhir/r4";
import type { ScoredStay } from "@/lib/core/model/scored-stay";
import { predictions, stays } from "@/lib/io/database/schema";
import { breaksOn, describedAs, shiftedModel } from "@/lib/io/onnx/test-graphs";
import { listVersions } from "@/lib/services/list-versions";
import { registerModel } from "@/lib/services/register-model";
import { promoteModel, rollBackModel, setRollout } from "@/lib/services/rollouts";
import type { RunningHouse } from "@/lib/services/running-house";
import { cpuMilliseconds } from "./cpu-time";
import { toPercentiles } from "./list-load";
import { askOnce, type PredictAnswer, type SentPatient, sendPredictions, spokeIn, versionsOf } from "./predict-load";
import { type BenchPerson, makeArrivals, readAgain } from "./rollout-hospital";

export interface RolloutBench {
  /** Where decisions are made: neither of the servers. */
  readonly house: RunningHouse;
  readonly scientist: BenchPerson;
  readonly clinician: BenchPerson;
  readonly keys: readonly string[];
  readonly servers: readonly string[];
  /** Of the servers and PostgreSQL. */
  readonly pids: readonly number[];
  readonly patients: readonly SentPatient[];
  readonly current: readonly Bundle<FhirResource>[];
  /** Calls a second, to all servers together. */
  readonly rate: number;
  readonly seconds: number;
}

/** Log-odds between version 1.0.0 and 2.0.0. */
const SHIFT = 0.2;
const rest = (ms: number) => new Promise((wake) => setTimeout(wake, ms));
const logit = (p: number): number => Math.log(p / (1 - p));
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const ms = (value: number): string => `${value.toFixed(1)} ms`;

/** One line of the table; whether the bar is met. */
function say(name: string, value: string | number, bar: string, isMet: boolean): boolean {
  console.log(`| ${name} | ${value} | ${bar} | ${isMet ? "yes" : "NO"} |`);
  return isMet;
}

const register = ({ house, scientist }: RolloutBench, manifest: object, bytes: Uint8Array) =>
  registerModel(house, scientist, {
    onnx: Buffer.from(bytes).toString("base64"),
    manifest: manifest as Record<string, unknown>,
  });

/** Wards whose stays in hospital were scored by more than one version, as one reader would find them now. */
async function mixedWards({ house }: RolloutBench): Promise<number> {
  const rows = await house.database.transaction((tx) =>
    tx
      .selectDistinct({ wardId: stays.wardId, version: predictions.modelVersion })
      .from(stays)
      .innerJoin(predictions, eq(predictions.id, stays.predictionId))
      .where(eq(stays.isCurrent, true)),
  );
  return rows.length - new Set(rows.map(({ wardId }) => wardId)).size;
}

/** A load, with what it took of the processor. */
async function measured(bench: RolloutBench, patients: readonly SentPatient[], seconds: number, begun: number) {
  const before = bench.pids.map(cpuMilliseconds);
  const answers = await sendPredictions({ ...bench, patients, seconds }, begun);
  const spent = bench.pids.map((pid, at) => (cpuMilliseconds(pid) - (before[at] ?? 0)) / answers.length);
  return { answers, server: spent.slice(0, -1).reduce((sum, one) => sum + one, 0), postgres: spent.at(-1) ?? 0 };
}

function sayAnswers(
  bench: RolloutBench,
  name: string,
  { answers, server, postgres }: Awaited<ReturnType<typeof measured>>,
) {
  const counts = new Map<string, number>();
  for (const answer of answers)
    for (const version of versionsOf(answer)) counts.set(version, (counts.get(version) ?? 0) + 1);
  const failed = new Map<number, number>();
  for (const { status } of answers) if (status !== 200) failed.set(status, (failed.get(status) ?? 0) + 1);
  const byVersion = [...counts].map(([version, count]) => `${version}: ${count}`).join(", ");
  const { p50, p95, p99 } = toPercentiles(answers.map(({ sentMs, endMs }) => endMs - sentMs));
  const over = Math.max(...answers.map(({ endMs }) => endMs)) / 1000;
  const perSecond = answers.length / over;
  const errors = [...failed].map(([status, count]) => `${count} × ${status || "no answer"}`).join(", ");
  const isKeptUp = say(
    `${name}: predictions answered`,
    `${answers.length} (${byVersion}), ${perSecond.toFixed(0)}/s`,
    `${bench.rate}/s`,
    perSecond > bench.rate * 0.97 && counts.size === 2,
  );
  const isClean = say(`${name}: failed requests`, errors || 0, "0", failed.size === 0);
  say(`${name}: a prediction, p50 / p95 / p99`, `${ms(p50)} / ${ms(p95)} / ${ms(p99)}`, "–", true);
  say(`${name}: processor time a call, servers + PostgreSQL`, `${ms(server)} + ${ms(postgres)}`, "–", true);
  return isKeptUp && isClean;
}

/** What the champion says of each patient alone, by stay, before anything is switched. */
async function askAlone({ servers, keys, patients }: RolloutBench): Promise<ReadonlyMap<string, number | null>[]> {
  const expected: ReadonlyMap<string, number | null>[] = [];
  for (const server of servers)
    for (const [at, { body }] of patients.entries()) {
      const { status, text } = await askOnce(server, keys[at % keys.length]!, body);
      if (status !== 200) throw new Error(`A prediction was refused: ${text}`);
      expected[at] = new Map(spokeIn(text).map(({ stayId, probability }) => [stayId, probability]));
    }
  return expected;
}

/** Whether every number is that version's own, and the reasons add up to it. */
function isOwn(spoke: readonly ScoredStay[], expected: ReadonlyMap<string, number | null> | undefined): boolean {
  const [first] = spoke;
  return spoke.every(({ stayId, modelVersion, probability, baseline, drivers }) => {
    if (modelVersion !== first?.modelVersion || baseline === null) return false;
    const alone = expected?.get(stayId) ?? Number.NaN;
    // Version 2.0.0 is the shipped one with every number moved by so much.
    const right = logistic(logit(alone) + (modelVersion === "2.0.0" ? SHIFT : 0));
    const sum = drivers.reduce((all, one) => all + one.contribution, baseline);
    return Math.abs((probability ?? Number.NaN) - right) < 1e-4 && Math.abs(logistic(sum) - right) < 1e-4;
  });
}

interface Switch {
  /** Since the load began: when it was asked for, and when it was done. */
  readonly askedMs: number;
  readonly doneMs: number;
  readonly to: string;
}

/** How long after a switch was asked for each server still took calls that it answered by the version before. */
function slowestSwitch(answers: readonly PredictAnswer[], switches: readonly Switch[], servers: number): number[] {
  return Array.from({ length: servers }, (_, server) =>
    Math.max(
      ...switches.map(({ askedMs, to }, at) => {
        const until = switches[at + 1]?.askedMs ?? Number.POSITIVE_INFINITY;
        const old = answers.filter(
          (one) =>
            one.server === server &&
            one.sentMs > askedMs &&
            one.sentMs < until &&
            versionsOf(one).some((version) => version !== to),
        );
        return Math.max(0, ...old.map(({ sentMs }) => sentMs - askedMs));
      }),
    ),
  );
}

/** The champion is switched over and over while predictions are asked for; whether every bar was met. */
export async function switchChampion(bench: RolloutBench): Promise<boolean> {
  const { house, scientist, clinician, current } = bench;
  const second = shiftedModel("2.0.0", SHIFT);
  await register(bench, second.manifest, second.bytes);
  const expected = await askAlone(bench);
  // Code that has not run often is slow, and not what is asked about.
  await sendPredictions({ ...bench, rate: bench.rate / 2, seconds: 6 });
  const switches: Switch[] = [];
  let mixedSeen = 0;
  let isOver = false;
  /** A guard that stepped in, or a switch that was refused: the load goes on, and the table says so. */
  let refusal: string | null = null;
  const begun = performance.now();
  const timed = async (to: string, work: () => Promise<unknown>): Promise<void> => {
    const askedMs = performance.now() - begun;
    await work();
    switches.push({ askedMs, doneMs: performance.now() - begun, to });
    mixedSeen += await mixedWards(bench);
    await rest(1_500);
  };
  const switcher = (async () => {
    while (!isOver) {
      const wish = await promoteModel(house, scientist, { version: "2.0.0", why: "bench" });
      await timed("2.0.0", () =>
        promoteModel(house, clinician, { version: "2.0.0", why: "bench", confirms: wish.rolloutId }),
      );
      await timed("1.0.0", () => rollBackModel(house, clinician, {}));
    }
  })().catch((thrown: unknown) => {
    refusal = thrown instanceof Error ? thrown.message : "unexpected";
  });
  // Meanwhile patients are read again, as a feed does.
  const reader = (async () => {
    for (let at = 0; !isOver; at = (at + 5) % current.length) {
      await readAgain(house, current.slice(at, at + 5));
      mixedSeen += await mixedWards(bench);
      await rest(1_000);
    }
  })();
  const load = await measured(bench, bench.patients, bench.seconds, begun);
  isOver = true;
  await Promise.all([switcher, reader]);
  const { answers } = load;
  const mixed = answers.filter(({ status, at, spoke }) => status === 200 && !isOwn(spoke, expected[at])).length;
  const slowest = slowestSwitch(answers, switches, bench.servers.length);
  const taken = Math.max(...switches.map(({ askedMs, doneMs }) => doneMs - askedMs));
  return [
    say("champion switched, times", switches.length, "–", switches.length > 1),
    say("a switch that was refused", refusal ?? "none", "none", refusal === null),
    sayAnswers(bench, "switched", load),
    say("predictions of mixed version", mixed, "0", mixed === 0),
    say("wards with two versions, ever seen", mixedSeen, "0", mixedSeen === 0),
    say("a switch, 124 stays scored anew, slowest", ms(taken), "≤ 5 s", taken <= 5_000),
    say(
      "last call that the version before answered, after asking, each server",
      slowest.map(ms).join(", "),
      "≤ 5 s",
      slowest.every((one) => one <= 5_000),
    ),
  ].every(Boolean);
}

/** A version that breaks on a kind of patient who is not on the ward yet, as a canary on the fullest ward. */
export async function breakCanary(bench: RolloutBench): Promise<boolean> {
  const { house, scientist, clinician } = bench;
  const arrivals = makeArrivals();
  const counts = new Map<string, number>();
  for (const { wardId } of arrivals) if (wardId !== null) counts.set(wardId, (counts.get(wardId) ?? 0) + 1);
  const [wardId = ""] = [...counts].sort((a, b) => b[1] - a[1]).map(([id]) => id);
  const onWard = arrivals.filter((one) => one.wardId === wardId);
  const victim = onWard[0];
  if (victim === undefined) throw new Error("Nobody arrives on a ward.");
  await register(bench, describedAs("6.6.6"), breaksOn(victim.codes));
  const wanted = { version: "6.6.6", alias: "canary" as const, wardIds: [wardId], why: "bench" };
  const wish = await setRollout(house, scientist, wanted);
  await setRollout(house, clinician, { ...wanted, confirms: wish.rolloutId });
  const begun = performance.now();
  let endedAfter = Number.NaN;
  const watcher = (async () => {
    const isLive = async (): Promise<boolean> =>
      (await listVersions(house, scientist, {})).plan.visible.some(({ modelVersion }) => modelVersion === "6.6.6");
    while (await isLive()) await rest(250);
    endedAfter = performance.now() - begun;
  })();
  const sent = arrivals.slice(0, bench.patients.length).concat(onWard);
  const load = await measured(bench, sent, bench.seconds, begun);
  await watcher;
  const { rollouts } = await listVersions(house, scientist, {});
  const end = rollouts.findLast(({ modelVersion }) => modelVersion === "6.6.6")?.ended;
  const isVictim = ({ at }: PredictAnswer): boolean => sent[at] === victim;
  const wrong = load.answers.filter((answer) =>
    answer.spoke.some(({ modelVersion, probability }) => {
      if (probability === null || !(probability >= 0 && probability <= 1)) return true;
      // Whoever it broke on was answered by the champion.
      return modelVersion !== "1.0.0" && (modelVersion !== "6.6.6" || isVictim(answer));
    }),
  );
  const victims = load.answers.filter(isVictim).length;
  const left = await mixedWards(bench);
  return [
    sayAnswers(bench, "broken canary on one ward", load),
    say("answers that were none, or not the champion’s where it broke", wrong.length, "0", wrong.length === 0),
    say("of the patient it breaks on, all by the champion", victims, "–", victims > 0),
    say(
      "rolled back after, from the first request",
      `${(endedAfter / 1000).toFixed(1)} s, by the ${end?.cause ?? "nobody"}`,
      "≤ 60 s",
      endedAfter <= 60_000 && end?.cause === "fast-guard",
    ),
    say("wards with two versions afterwards", left, "0", left === 0),
  ].every(Boolean);
}
