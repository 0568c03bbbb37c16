import { DEMO_WARDS } from "@/lib/core/demo/demo-wards";
import { makeHospital } from "@/lib/core/demo/make-hospital";
import { Fault } from "@/lib/core/fault";
import { localDay } from "@/lib/core/worklist/leaving-group";
import { loadDemoState, saveDemoState } from "@/lib/io/demo-state";
import { parseEnvironment } from "@/lib/io/environment";
import { IMPORT_BATCH, importBundles } from "@/lib/services/import-bundles";
import { openHouse } from "@/lib/services/open-house";
import type { RunningHouse } from "@/lib/services/running-house";
import { setUpDemo } from "@/lib/services/set-up-demo";

const PEOPLE = [
  { email: "nurse@demo", name: "Demo nurse", role: "nurse" },
  { email: "clinician@demo", name: "Demo clinician", role: "clinician" },
  { email: "administrator@demo", name: "Demo administrator", role: "administrator" },
  { email: "scientist@demo", name: "Demo data scientist", role: "data-scientist" },
  { email: "compliance@demo", name: "Demo compliance officer", role: "compliance" },
] as const;

const OPERATOR = { system: "demo-setup" };

/** Minutes the hospital's clocks are ahead of UTC at an instant. */
function utcOffsetMinutes(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" }).formatToParts(at);
  const [, sign, hours, minutes] =
    /GMT([+-])(\d\d):(\d\d)/.exec(parts.find(({ type }) => type === "timeZoneName")?.value ?? "") ?? [];
  return hours === undefined ? 0 : (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** The patients who are in hospital now. Those who left before today are made too, and wait until something shows them. */
function makeBundles(house: RunningHouse, seed: string, now: Date): unknown[] {
  const hospital = makeHospital({
    seed,
    now: now.toISOString(),
    utcOffsetMinutes: utcOffsetMinutes(now, house.timeZone),
  });
  return hospital.bundles.filter(({ entry = [] }) =>
    entry.some(({ resource }) => resource?.resourceType === "Encounter" && resource.status === "in-progress"),
  );
}

async function importHospital(house: RunningHouse, bundles: readonly unknown[]) {
  const total = { patients: 0, stays: 0, resources: 0, predictions: 0 };
  for (let from = 0; from < bundles.length; from += IMPORT_BATCH) {
    const batch = await importBundles(house, OPERATOR, { bundles: bundles.slice(from, from + IMPORT_BATCH) });
    for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += batch[key];
  }
  return total;
}

async function run(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    process.stderr.write(`demo-setup takes no arguments.\n`);
    return 2;
  }
  const environment = parseEnvironment(process.env);
  if (!environment.isDemo)
    throw new Fault("misconfigured", "demo-setup works in the demo only: WARDLIGHT_DEMO is not 1.");
  const house = await openHouse(environment);
  try {
    const state = await loadDemoState(environment.dataDirectory, PEOPLE);
    const now = house.clock.now();
    // Made anew on another day, under the same ids: patients move on, and what was said about them stays.
    const wanted = `${localDay(now, house.timeZone)} model ${house.model.facts.version}`;
    const imported = state.madeFor === wanted ? null : await importHospital(house, makeBundles(house, state.seed, now));
    await setUpDemo(house, OPERATOR, {
      wards: DEMO_WARDS.map(({ id, name, physicalBeds }) => ({ id, name, physicalBeds })),
      accounts: state.accounts.map(({ email, name, role, passwordHash }) => ({ email, name, role, passwordHash })),
    });
    saveDemoState(environment.dataDirectory, { ...state, madeFor: wanted });
    const accounts = state.accounts.map(({ email, password, role }) => ({ email, password, role }));
    process.stdout.write(`${JSON.stringify({ accounts, imported })}\n`);
    return 0;
  } finally {
    await house.close();
  }
}

export const demoSetup = {
  help: "wardlight demo-setup\n\nMakes the synthetic hospital, its wards and its accounts in the database (WARDLIGHT_DEMO=1 only), once a day;\nprints {accounts: [{email, password, role}], imported} as JSON.",
  run,
};
