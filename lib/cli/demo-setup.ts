import { CENSUS_DAYS } from "@/lib/core/capacity/census-view";
import { demoBeds } from "@/lib/core/demo/demo-beds";
import { DEMO_PROFILES, DEMO_THEATRES, demoStock } from "@/lib/core/demo/demo-operations";
import { DEMO_WARDS } from "@/lib/core/demo/demo-wards";
import { type DemoMoment, makeHospital, PAST_DAYS } from "@/lib/core/demo/make-hospital";
import { utcOffsetMinutes } from "@/lib/core/demo/utc-offset";
import { Fault } from "@/lib/core/fault";
import { nextLocalDays } from "@/lib/core/flow/local-days";
import { localDay } from "@/lib/core/worklist/leaving-group";
import { type DemoState, loadDemoState, saveDemoState } from "@/lib/io/demo-state";
import { parseEnvironment } from "@/lib/io/environment";
import { startFhirServer } from "@/lib/io/fhir-server";
import { deriveAllLabels } from "@/lib/services/derive-labels";
import { findOutcomes } from "@/lib/services/find-outcomes";
import { IMPORT_BATCH, importBundles } from "@/lib/services/import-bundles";
import { learnCensus } from "@/lib/services/learn-census";
import { openHouse } from "@/lib/services/open-house";
import type { RunningHouse } from "@/lib/services/running-house";
import { setUpDemo } from "@/lib/services/set-up-demo";
import { syncDemand } from "@/lib/services/sync-demand";
import { syncFeed } from "@/lib/services/sync-feed";

const PEOPLE = [
  { email: "nurse@demo", name: "Demo nurse", role: "nurse" },
  { email: "clinician@demo", name: "Demo clinician", role: "clinician" },
  { email: "administrator@demo", name: "Demo administrator", role: "administrator" },
  { email: "scientist@demo", name: "Demo data scientist", role: "data-scientist" },
  { email: "compliance@demo", name: "Demo compliance officer", role: "compliance" },
] as const;

const OPERATOR = { system: "demo-setup" };

const DAY_MS = 86_400_000;

/** What demo-setup is asked for: how many days of past stays a first start makes. */
function readPastDays(args: readonly string[]): number | null {
  if (args.length === 0) return PAST_DAYS;
  const [name, value = ""] = args;
  return name === "--past-days" && args.length === 2 && /^\d{1,4}$/.test(value) ? Number(value) : null;
}

/** Makes the next patients while the last ones are being stored: the database works in a thread of its own. */
async function importPast(house: RunningHouse, bundles: Iterable<unknown>) {
  const total = { patients: 0, stays: 0, resources: 0, predictions: 0, outcomes: 0 };
  const send = async (batch: unknown[]): Promise<void> => {
    const done = await importBundles(house, OPERATOR, { bundles: batch, keep: "cited", past: "complete" });
    for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += done[key];
  };
  let underWay: Promise<unknown> = Promise.resolve();
  let batch: unknown[] = [];
  for (const bundle of bundles) {
    batch.push(bundle);
    if (batch.length < IMPORT_BATCH) {
      await new Promise((next) => setImmediate(next));
      continue;
    }
    await underWay;
    underWay = send(batch);
    // Awaited a batch later; until then nobody else would hear of a failure.
    underWay.catch(() => undefined);
    batch = [];
  }
  await underWay;
  if (batch.length > 0) await send(batch);
  return total;
}

/** Those who are in hospital now, in the emergency department or booked come as a hospital would send them: over FHIR, from the demo's own server. */
async function readCurrent(house: RunningHouse, moment: DemoMoment) {
  const server = await startFhirServer(moment, house.environment.root);
  try {
    const current = await syncFeed(house, OPERATOR, { baseUrl: server.baseUrl, past: "complete" });
    const demand = await syncDemand(house, OPERATOR, { baseUrl: server.baseUrl });
    return { ...current, demand };
  } finally {
    await server.close();
  }
}

/**
 * Brings the hospital in the database to this moment. Past patients are anchored to the days they left on: a later start
 * adds those who have left or come back since, and makes nobody anew; who is in hospital now is made anew every day.
 */
async function importHospital(
  house: RunningHouse,
  { seed, past, now, pastDays }: { seed: string; past: DemoState["past"]; now: Date; pastDays: number },
) {
  const from = past?.from ?? new Date(now.getTime() - pastDays * DAY_MS).toISOString();
  const moment = { seed, now: now.toISOString(), utcOffsetMinutes: utcOffsetMinutes(now, house.timeZone) };
  const current = await readCurrent(house, moment);
  const days = Math.round((now.getTime() - Date.parse(from)) / DAY_MS);
  const hospital = makeHospital({ ...moment, pastDays: days, since: past?.until ?? null });
  const left = await importPast(house, hospital.past);
  return { imported: { current, past: left }, past: { from, until: moment.now } };
}

async function run(args: readonly string[]): Promise<number> {
  const pastDays = readPastDays(args);
  if (pastDays === null) {
    process.stderr.write("demo-setup takes only --past-days DAYS.\n");
    return 2;
  }
  const environment = parseEnvironment(process.env);
  if (!environment.isDemo)
    throw new Fault("misconfigured", "demo-setup works in the demo only: WARDLIGHT_DEMO is not 1.");
  const house = await openHouse(environment);
  try {
    const state = await loadDemoState(environment.dataDirectory, PEOPLE);
    const { seed, past } = state;
    const now = house.clock.now();
    // Made anew on another day, under the same ids: patients move on, and what was said about them stays.
    const wanted = `${localDay(now, house.timeZone)} model ${house.model.facts.version}`;
    const made = state.madeFor === wanted ? null : await importHospital(house, { seed, past, now, pastDays });
    // Those who left 30 days ago and did not come back are known to have stayed away by now.
    await findOutcomes(house, OPERATOR, {});
    await deriveAllLabels(house, OPERATOR);
    const days = nextLocalDays(now, house.timeZone, CENSUS_DAYS);
    await setUpDemo(house, OPERATOR, {
      wards: DEMO_WARDS.map(({ id, name, physicalBeds }) => ({ id, name, physicalBeds })),
      accounts: state.accounts.map(({ email, name, role, passwordHash }) => ({ email, name, role, passwordHash })),
      beds: demoBeds(seed, days),
      theatres: { setting: DEMO_THEATRES, profiles: [...DEMO_PROFILES], stock: demoStock(days) },
    });
    // The first who looks at beds ahead finds it learnt.
    await learnCensus(house, OPERATOR, {});
    saveDemoState(environment.dataDirectory, {
      ...state,
      madeFor: wanted,
      madeAt: made?.past.until ?? state.madeAt,
      past: made?.past ?? past,
    });
    const accounts = state.accounts.map(({ email, password, role }) => ({ email, password, role }));
    process.stdout.write(`${JSON.stringify({ accounts, imported: made?.imported ?? null })}\n`);
    return 0;
  } finally {
    await house.close();
  }
}

export const demoSetup = {
  help: "wardlight demo-setup [--past-days DAYS]\n\nMakes the synthetic hospital, its wards and its accounts in the database (WARDLIGHT_DEMO=1 only), once a day;\n--past-days: how far past stays reach back on the first start (365 where left out).\nPrints {accounts: [{email, password, role}], imported: {current, past} or null} as JSON.",
  run,
};
