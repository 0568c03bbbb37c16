/**
 * A process as the server is one: it opens the house, checks everything that was acknowledged before and the audit,
 * says so, and then writes 50 times a second through verbs until it is killed. Each line on stdout is one
 * acknowledgement, written after the verb came back.
 */
import { readFileSync, writeSync } from "node:fs";
import { eq, sql } from "drizzle-orm";
import { flags, stays, users } from "@/lib/io/database/schema";
import { parseEnvironment } from "@/lib/io/environment";
import { flagPrediction } from "@/lib/services/flags";
import { importBundles } from "@/lib/services/import-bundles";
import { openHouse } from "@/lib/services/open-house";
import type { RunningHouse } from "@/lib/services/running-house";
import { openSession } from "@/lib/services/sessions";
import { setUpDemo } from "@/lib/services/set-up-demo";
import { verifyAudit } from "@/lib/services/verify-audit";

const OPERATOR = { system: "crash bench" };
/** One patient is sent and then flagged four times: five writes every 100 ms. */
const GROUP_EVERY_MS = 100;
const KINDS = ["too-high", "too-low", "wrong-data", "not-appropriate"] as const;
/** A machine that cannot keep up is not asked for ever more. */
const GROUPS_UNDER_WAY = 10;

function say(line: unknown): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

function bundleOf(id: string) {
  const reference = (type: string) => ({ reference: `${type}/${id}` });
  const resources = [
    { resourceType: "Patient", id, gender: "female", birthDate: "1950-03-11" },
    { resourceType: "Location", id: "crash-ward", name: "Crash ward", physicalType: { coding: [{ code: "wa" }] } },
    {
      resourceType: "Encounter",
      id: `stay-${id}`,
      status: "in-progress",
      class: { system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "IMP" },
      subject: reference("Patient"),
      period: { start: "2026-03-08T10:00:00Z" },
      location: [{ location: { reference: "Location/crash-ward" }, status: "active" }],
    },
  ];
  return {
    resourceType: "Bundle",
    type: "collection",
    entry: resources.map((resource) => ({ fullUrl: `urn:x:${resource.resourceType}/${resource.id}`, resource })),
  };
}

/** What of all that was acknowledged is not there, and whether the audit stands. */
async function check(house: RunningHouse, acknowledged: string) {
  const wanted = readFileSync(acknowledged, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { stay?: string; flag?: string });
  const found = await house.database.transaction(async (tx) => ({
    stays: new Set((await tx.select().from(stays)).filter((row) => row.predictionId !== null).map(({ id }) => id)),
    flags: new Set((await tx.select({ id: flags.id }).from(flags)).map(({ id }) => id)),
    // Every flag has its audit row, every audit row of a flag its flag, and every stay its prediction.
    halves: Number(
      (
        await tx.execute<{ n: string }>(sql`
          select (select count(*) from flags f where not exists (
                    select from audit a where a.verb = 'flag-prediction' and a.target ->> 'flagId' = f.id::text))
               + (select count(*) from audit a where a.verb = 'flag-prediction' and a.outcome = 'done' and not exists (
                    select from flags f where f.id::text = a.target ->> 'flagId'))
               + (select count(*) from stays where prediction_id is null) as n`)
      ).rows[0]?.n,
    ),
  }));
  const lost = wanted.filter(
    ({ stay, flag }) =>
      (stay !== undefined && !found.stays.has(stay)) || (flag !== undefined && !found.flags.has(flag)),
  );
  const { intact, rows, unsealed, problems, anchors } = await verifyAudit(house, OPERATOR, {});
  return {
    acknowledged: wanted.length,
    lost: lost.length,
    halves: found.halves,
    intact,
    rows,
    unsealed,
    problems,
    anchors,
  };
}

async function openClinician(house: RunningHouse) {
  await importBundles(house, OPERATOR, { bundles: [bundleOf("crash-first")] });
  await setUpDemo(house, OPERATOR, {
    wards: [{ id: "crash-ward", name: "Crash ward", physicalBeds: 10 }],
    accounts: [{ email: "clinician@crash", name: "Crash clinician", role: "clinician", passwordHash: "none" }],
  });
  return house.database.transaction(async (tx) => {
    const [user] = await tx.select().from(users).where(eq(users.email, "clinician@crash"));
    if (user === undefined) throw new Error("There is no clinician.");
    return { userId: user.id, sessionId: await openSession(tx, user.id, new Date()) };
  });
}

/** Opens, checks and, unless only that is asked for, writes until it is killed. */
export async function runWriter([run = "0", acknowledged = "", mode = "write"]: readonly string[]): Promise<void> {
  const started = performance.now();
  const house = await openHouse(parseEnvironment(process.env));
  const openMs = Math.round(performance.now() - started);
  say({ checked: { ...(await check(house, acknowledged)), openMs } });
  if (mode === "check") {
    await house.close();
    return;
  }
  const clinician = await openClinician(house);
  let underWay = 0;
  let last = -1;
  const group = async (n: number): Promise<void> => {
    const id = `crash-${run}-${n}`;
    const stayId = `stay-${id}`;
    await importBundles(house, OPERATOR, { bundles: [bundleOf(id)] });
    say({ stay: stayId });
    const [stay] = await house.database.transaction((tx) =>
      tx.select({ predictionId: stays.predictionId }).from(stays).where(eq(stays.id, stayId)),
    );
    const about = { stayId, predictionId: stay?.predictionId ?? "", note: `note ${n}` };
    for (const kind of KINDS) say({ flag: (await flagPrediction(house, clinician, { ...about, kind })).id });
  };
  const begun = performance.now();
  setInterval(() => {
    // A late tick is made up for, so that the rate is what it is said to be as long as the machine can.
    while (underWay < GROUPS_UNDER_WAY && (last + 1) * GROUP_EVERY_MS < performance.now() - begun) {
      underWay += 1;
      last += 1;
      group(last)
        // The database may be killed first: what failed was not acknowledged.
        .catch(() => undefined)
        .finally(() => {
          underWay -= 1;
        });
    }
  }, GROUP_EVERY_MS / 5);
}
