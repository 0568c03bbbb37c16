/**
 * What switching the model's versions does to those who are being served: the champion switched over and over at 200
 * predictions a second, and a version that breaks as a canary on one ward under load. On a PostgreSQL of its own, by the
 * verbs themselves, with two houses (each its own pool, versions and memory) as two processes have them.
 * Run: node bench/run.mjs rollout [--seconds 30] [--rate 200] [--ask score|predict]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { eq } from "drizzle-orm";
import type { Bundle, FhirResource } from "fhir/r4";
import { DEMO_WARDS } from "@/lib/core/demo/demo-wards";
import { makeHospital } from "@/lib/core/demo/make-hospital";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { resourceEntries } from "@/lib/core/fhir/bundle-entries";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";
import type { ScoredStay } from "@/lib/core/model/scored-stay";
import { predictions, sessions, stays, users, userWards } from "@/lib/io/database/schema";
import { parseEnvironment } from "@/lib/io/environment";
import { breaksOn, describedAs, shiftedModel } from "@/lib/io/onnx/test-graphs";
import { addConnection } from "@/lib/services/connections";
import { importBundles } from "@/lib/services/import-bundles";
import { keepModels } from "@/lib/services/keep-models";
import { listVersions } from "@/lib/services/list-versions";
import { openHouse } from "@/lib/services/open-house";
import { predict } from "@/lib/services/predict";
import { registerModel } from "@/lib/services/register-model";
import { promoteModel, rollBackModel, setRollout } from "@/lib/services/rollouts";
import type { RunningHouse } from "@/lib/services/running-house";
import { type StayToScore, scoreHere } from "@/lib/services/score-here";
import { setUpDemo } from "@/lib/services/set-up-demo";
import { toPercentiles } from "./list-load";
import { serverEnvironment } from "./list-server";
import { startPostgres } from "./postgres";

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    seconds: { type: "string", default: "30" },
    rate: { type: "string", default: "200" },
    ask: { type: "string", default: "score" },
  },
});
const [seconds, rate] = [Number(values.seconds), Number(values.rate)];
const OPERATOR = { system: "bench" };
const NOW = "2026-03-10T09:00:00.000Z";
const SENT = 60;
/** Log-odds. */
const SHIFT = 0.2;
const rest = (ms: number) => new Promise((wake) => setTimeout(wake, ms));

const logit = (p: number): number => Math.log(p / (1 - p));
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

type Person = { readonly userId: string; readonly sessionId: string };
async function addPerson(house: RunningHouse, role: "data-scientist" | "clinician"): Promise<Person> {
  return house.database.transaction(async (tx) => {
    const never = new Date("2200-01-01T00:00:00Z");
    const values = { email: `${role}@bench`, name: role, role, createdAt: new Date() };
    const [user] = await tx.insert(users).values(values).returning({ id: users.id });
    if (!user) throw new Error("no account");
    await tx.insert(userWards).values(DEMO_WARDS.map(({ id }) => ({ userId: user.id, wardId: id })));
    const times = { createdAt: new Date(), lastActiveAt: never, expiresAt: never };
    const [session] = await tx
      .insert(sessions)
      .values({ userId: user.id, ...times })
      .returning({ id: sessions.id });
    return { userId: user.id, sessionId: session?.id ?? "" };
  });
}

/** A patient in hospital and inside the population, as a program sends them. */
interface Asked {
  readonly bundle: Bundle<FhirResource>;
  /** Every stay of theirs, read. */
  readonly stays: readonly StayToScore[];
  readonly wardId: string | null;
  /** Counts that hardly anybody else has together. */
  readonly codes: Readonly<Record<string, number>>;
}

function toAsked(bundle: Bundle<FhirResource>): Asked | null {
  const entries = resourceEntries(bundle as never);
  const read = preparePatient(entries, { now: NOW }).stays;
  const own = read.find(({ summary, applicability }) => summary.isCurrent && applicability.inScope);
  if (own === undefined) return null;
  const names = ["medications", "diagnoses", "age", "priorInpatient", "primaryDiagnosis"];
  const codes = Object.fromEntries(names.map((name) => [name, own.encoded[featureIndex(name)] ?? -1]));
  const stays = read.map((prepared) => ({ prepared, wardId: prepared.summary.wardId }));
  return { bundle, stays, wardId: own.summary.wardId, codes };
}

/** One prediction's answer, checked: every stay by one version, and each number that version's own. */
interface Watch {
  readonly taken: number[];
  errors: number;
  mixed: number;
  readonly byVersion: Map<string, number>;
}

/** Sends `rate` predictions a second for so long, to both houses in turn; late or not, the next is sent in time. */
async function load(
  houses: readonly RunningHouse[],
  ask: (house: RunningHouse, one: Asked) => Promise<readonly ScoredStay[]>,
  asked: readonly Asked[],
  forMs: number,
  /** Whether what was said of the patient at this place is what it should be. */
  check: (at: number, said: readonly ScoredStay[]) => boolean,
): Promise<Watch> {
  const watch: Watch = { taken: [], errors: 0, mixed: 0, byVersion: new Map() };
  const pending: Promise<void>[] = [];
  const begun = performance.now();
  for (let sent = 0; sent < (forMs / 1000) * rate; sent++) {
    const due = begun + (sent * 1000) / rate;
    if (due > performance.now()) await rest(due - performance.now());
    const at = sent % asked.length;
    const house = houses[sent % houses.length]!;
    const from = performance.now();
    pending.push(
      ask(house, asked[at]!).then(
        (said) => {
          watch.taken.push(performance.now() - from);
          const spoke = said.filter(({ probability }) => probability !== null);
          const versions = new Set(spoke.map(({ modelVersion }) => modelVersion));
          if (!check(at, spoke)) watch.mixed++;
          for (const version of versions) watch.byVersion.set(version, (watch.byVersion.get(version) ?? 0) + 1);
        },
        () => {
          watch.errors++;
        },
      ),
    );
  }
  await Promise.all(pending);
  return watch;
}

/** Wards whose stays in hospital were scored by more than one version, as one reader would find them now. */
async function mixedWards({ database }: RunningHouse): Promise<number> {
  const rows = await database.transaction((tx) =>
    tx
      .select({ wardId: stays.wardId, version: predictions.modelVersion })
      .from(stays)
      .innerJoin(predictions, eq(predictions.id, stays.predictionId))
      .where(eq(stays.isCurrent, true)),
  );
  const versions = new Map<string | null, Set<string>>();
  for (const { wardId, version } of rows) versions.set(wardId, (versions.get(wardId) ?? new Set()).add(version));
  return [...versions.values()].filter((own) => own.size > 1).length;
}

const ms = (value: number): string => `${value.toFixed(1)} ms`;
const said = (name: string, value: string | number, bar: string, ok: boolean): void =>
  console.log(`| ${name} | ${value} | ${bar} | ${ok ? "yes" : "NO"} |`);

const directory = mkdtempSync(join(tmpdir(), "wardlight-rollout-"));
const postgres = await startPostgres();
const environment = parseEnvironment(serverEnvironment(postgres.url, 3_930, directory));
const houses = [await openHouse(environment), await openHouse(environment)] as const;
const [house] = houses;
const keepers = houses.map((one) => keepModels(one));
try {
  await setUpDemo(house, OPERATOR, {
    wards: DEMO_WARDS.map(({ id, name, physicalBeds }) => ({ id, name, physicalBeds })),
    accounts: [{ email: "nobody@bench", name: "Nobody", role: "nurse", passwordHash: "none" }],
  });
  const { current } = makeHospital({ seed: "rollout", now: NOW, pastDays: 0 });
  for (let from = 0; from < current.length; from += 50)
    await importBundles(house, OPERATOR, { bundles: current.slice(from, from + 50), past: "complete" });
  const scientist = await addPerson(house, "data-scientist");
  const clinician = await addPerson(house, "clinician");
  const { id: connectionId } = await addConnection(house, OPERATOR, {
    kind: "api-client",
    name: "Bench",
    settings: { scopes: ["predict"] },
    wardIds: DEMO_WARDS.map(({ id }) => id),
  });
  const caller = { connectionId };
  const register = (manifest: object, bytes: Uint8Array) =>
    registerModel(house, scientist, {
      onnx: Buffer.from(bytes).toString("base64"),
      manifest: manifest as Record<string, unknown>,
    });
  const second = shiftedModel("2.0.0", SHIFT);
  await register(second.manifest, second.bytes);

  const asked = current.flatMap((bundle) => toAsked(bundle) ?? []).slice(0, SENT);
  /** What a program outside asks for, with its permission, its audit row and the reading of FHIR; or the scoring alone. */
  const ask =
    values.ask === "predict"
      ? async (where: RunningHouse, { bundle }: Asked) => (await predict(where, caller, { bundle, now: NOW })).stays
      : (where: RunningHouse, one: Asked) =>
          where.database.transaction(async (tx) =>
            (await scoreHere({ house: where, tx }, one.stays)).map(({ scored }) => scored),
          );
  console.log(
    `${current.length} stays in hospital, ${FEATURES.length} features, ${asked.length} patients sent in turn, ${rate} requests/s (${values.ask}) for ${seconds} s, ${availableParallelism()} cores\n`,
  );
  console.log("| what | measured | bar | met |\n| --- | --- | --- | --- |");

  // What the champion says of each of them, asked before anything is switched.
  const expected: ReadonlyMap<string, number | null>[] = [];
  for (const one of asked) {
    const alone = await ask(house, one);
    expected.push(new Map(alone.map(({ stayId, probability }) => [stayId, probability])));
  }

  // 1. The champion is switched over and over.
  const switching: number[] = [];
  const backs: number[] = [];
  let mixedSeen = 0;
  let isOver = false;
  const switcher = (async () => {
    while (!isOver) {
      let from = performance.now();
      const wish = await promoteModel(house, scientist, { version: "2.0.0", why: "bench" });
      await promoteModel(houses[1], clinician, { version: "2.0.0", why: "bench", confirms: wish.rolloutId });
      switching.push(performance.now() - from);
      mixedSeen += await mixedWards(house);
      await rest(1_000);
      from = performance.now();
      await rollBackModel(houses[1], clinician, {});
      backs.push(performance.now() - from);
      mixedSeen += await mixedWards(house);
      await rest(1_000);
    }
  })();
  // Meanwhile patients are read again, as a feed does.
  const importer = (async () => {
    for (let at = 0; !isOver; at = (at + 10) % current.length) {
      await importBundles(houses[1], OPERATOR, { bundles: current.slice(at, at + 10), past: "complete" });
      mixedSeen += await mixedWards(house);
      await rest(200);
    }
  })();
  const ownNumbers = (at: number, said: readonly ScoredStay[]): boolean => {
    const [first] = said;
    return said.every(({ stayId, modelVersion, probability, baseline, drivers }) => {
      if (modelVersion !== first?.modelVersion || baseline === null) return false;
      const alone = expected[at]?.get(stayId) ?? Number.NaN;
      // Version 2.0.0 is the shipped one with every number moved by so much.
      const right = logistic(logit(alone) + (modelVersion === "2.0.0" ? SHIFT : 0));
      const sum = drivers.reduce((all, one) => all + one.contribution, baseline);
      return Math.abs((probability ?? Number.NaN) - right) < 1e-4 && Math.abs(logistic(sum) - right) < 1e-4;
    });
  };
  const switched = await load(houses, ask, asked, seconds * 1000, ownNumbers);
  isOver = true;
  await Promise.all([switcher, importer]);
  const answered = [...switched.byVersion].map(([version, count]) => `${version}: ${count}`).join(", ");
  const took = toPercentiles(switched.taken);
  said("champion switched, times", `${switching.length} there, ${backs.length} back`, "–", switching.length > 0);
  said("predictions answered", `${switched.taken.length} (${answered})`, `${rate}/s`, switched.byVersion.size === 2);
  said("errors", switched.errors, "0", switched.errors === 0);
  said("predictions of mixed version", switched.mixed, "0", switched.mixed === 0);
  said("wards with two versions, ever seen", mixedSeen, "0", mixedSeen === 0);
  said("a prediction, p50 / p95 / p99", `${ms(took.p50)} / ${ms(took.p95)} / ${ms(took.p99)}`, "–", true);
  said("rollback, slowest", ms(Math.max(...backs)), "≤ 5 s", Math.max(...backs) <= 5_000);

  // 2. A version that breaks on a kind of patient who is not on the ward yet, as a canary on the fullest ward.
  const arrivals = makeHospital({ seed: "arrivals", now: NOW, pastDays: 0 }).current.flatMap(
    (bundle) => toAsked(bundle) ?? [],
  );
  const counts = new Map<string, number>();
  for (const { wardId } of arrivals) if (wardId !== null) counts.set(wardId, (counts.get(wardId) ?? 0) + 1);
  const [wardId = ""] = [...counts].sort((a, b) => b[1] - a[1]).map(([id]) => id);
  const onWard = arrivals.filter((one) => one.wardId === wardId);
  const victim = onWard[0];
  if (victim === undefined) throw new Error("Nobody arrives on a ward.");
  await register(describedAs("6.6.6"), breaksOn(victim.codes));
  const wanted = { version: "6.6.6", alias: "canary" as const, wardIds: [wardId], why: "bench" };
  const wish = await setRollout(house, scientist, wanted);
  await setRollout(house, clinician, { ...wanted, confirms: wish.rolloutId });
  let endedAfter = Number.NaN;
  const isLive = async (): Promise<boolean> =>
    (await listVersions(house, scientist, {})).plan.visible.some(({ modelVersion }) => modelVersion === "6.6.6");
  const begun = performance.now();
  const watcher = (async () => {
    while (await isLive()) await rest(250);
    endedAfter = performance.now() - begun;
  })();
  const sent = arrivals.slice(0, SENT).concat(onWard);
  let victims = 0;
  const broken = await load(houses, ask, sent, 20_000, (at, said) => {
    const isVictim = sent[at] === victim;
    if (isVictim) victims++;
    return said.every(({ modelVersion, probability }) => {
      if (probability === null || !(probability >= 0 && probability <= 1)) return false;
      // Whoever it broke on was answered by the champion.
      return modelVersion === "1.0.0" || (modelVersion === "6.6.6" && !isVictim);
    });
  });
  await watcher;
  const end = (await listVersions(house, scientist, {})).rollouts.findLast(
    ({ modelVersion }) => modelVersion === "6.6.6",
  )?.ended;
  const answeredThen = [...broken.byVersion].map(([version, count]) => `${version}: ${count}`).join(", ");
  said(
    "broken canary on one ward: predictions",
    `${broken.taken.length} (${answeredThen})`,
    `${rate}/s`,
    broken.byVersion.has("6.6.6"),
  );
  said("failed requests that reached a user", broken.errors, "0", broken.errors === 0);
  said("answers that were no probability or not the champion’s where it broke", broken.mixed, "0", broken.mixed === 0);
  said("of the patient it breaks on, all by the champion", victims, "–", victims > 0);
  said(
    "rolled back after, from the first request",
    `${(endedAfter / 1000).toFixed(1)} s, by the ${end?.cause ?? "nobody"}`,
    "≤ 60 s",
    endedAfter <= 60_000 && end?.cause === "fast-guard",
  );
  said("wards with two versions afterwards", await mixedWards(house), "0", (await mixedWards(house)) === 0);
} finally {
  for (const keeper of keepers) await keeper.close();
  for (const one of houses) await one.close();
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}
