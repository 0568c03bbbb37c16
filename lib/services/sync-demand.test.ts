import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { eq, isNull } from "drizzle-orm";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { bookedAdmissions, edVisits, localEdVisits } from "@/lib/io/database/capacity-schema";
import { connectionStates } from "@/lib/io/database/connection-schema";
import { testRoot } from "@/lib/io/database/test-database";
import { bookedOperations } from "@/lib/io/database/theatre-schema";
import { type FhirServer, startFhirServer } from "@/lib/io/fhir-server";
import { noteSuccess } from "@/lib/services/connection-states";
import { BOOKINGS_STATE, DEMAND_STATE, OPERATIONS_STATE, syncDemand } from "@/lib/services/sync-demand";
import { lastAudit } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";

const operator = { system: "test" };
/** A Tuesday. */
const NOW = "2026-03-10T09:00:00.000Z";

let server: FhirServer;
beforeAll(async () => {
  server = await startFhirServer({ seed: "test", now: NOW }, testRoot);
});
afterAll(async () => {
  await server?.close();
});

/** The same server, but for what `change` does to its answers. */
async function behind(change: (path: string, body: Record<string, unknown>) => { status: number; body: unknown }) {
  const proxy: Server = createServer(async (request, response) => {
    const answer = await fetch(server.baseUrl + (request.url ?? ""));
    const { status, body } = change(request.url ?? "", await answer.json());
    response.writeHead(answer.ok ? status : answer.status).end(JSON.stringify(body));
  });
  await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
  const baseUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const close = () => {
    proxy.closeAllConnections();
    proxy.close();
  };
  return { baseUrl, close };
}

describeHouse("sync-demand on a database", ({ house }) => {
  beforeAll(async () => {
    const admissionModel = join(testRoot, "models/ed-admission/1.0.0");
    Object.assign(house, { admissionModel });
    house.now = new Date(NOW);
  });

  const there = () => house.database.transaction((tx) => tx.select().from(edVisits).where(isNull(edVisits.goneAt)));
  const booked = () =>
    house.database.transaction((tx) => tx.select().from(bookedAdmissions).where(isNull(bookedAdmissions.goneAt)));

  const begunAt = async () => {
    const where = eq(connectionStates.name, DEMAND_STATE);
    const rows = await house.database.transaction((tx) => tx.select().from(connectionStates).where(where));
    return rows[0]?.startedAt;
  };

  it("reads who is in the emergency department, with a chance, and who is booked", async () => {
    const said = await syncDemand(house, operator, { baseUrl: server.baseUrl });
    expect(said?.visits).toBe(26);
    // A child, and one whom triage has not seen.
    expect(said?.scored).toBe(24);
    expect(said?.booked).toBeGreaterThan(20);
    // Inpatients' and day cases', each once.
    expect(said?.operations).toBeGreaterThan(50);
    const operations = await house.database.transaction((tx) => tx.select().from(bookedOperations));
    expect(operations).toHaveLength(said?.operations ?? -1);
    for (const { day, codes } of operations) expect([day >= "2026-03-10", codes.length]).toEqual([true, 1]);
    const rows = await there();
    expect(rows).toHaveLength(26);
    for (const { place, synthetic, features, probability, outside, modelVersion, ...reasons } of rows) {
      expect(place).toMatch(/^ED-\d\d$/);
      expect([synthetic, features.length]).toEqual([true, 15]);
      expect(probability === null).toBe(outside.length > 0);
      expect(modelVersion).toBe(probability === null ? null : "1.0.0");
      const { baseline, contributions } = reasons;
      if (probability === null) expect([baseline, contributions]).toEqual([null, null]);
      else {
        const logOdds = contributions!.reduce((sum, one) => sum + one, baseline!);
        expect(logOdds).toBeCloseTo(Math.log(probability / (1 - probability)), 5);
      }
    }
    // Those who were scored are kept, as they were scored.
    const kept = await house.database.transaction((tx) => tx.select().from(localEdVisits));
    const chancesOf = (of: readonly { id: string; probability: number | null }[]) =>
      new Map(of.flatMap(({ id, probability }) => (probability === null ? [] : [[id, probability]])));
    expect(chancesOf(kept)).toEqual(chancesOf(rows));
    expect(kept.every(({ features, modelVersion }) => features.length === 15 && modelVersion === "1.0.0")).toBe(true);
    const chances = rows.flatMap(({ probability }) => probability ?? []);
    expect(Math.max(...chances)).toBeGreaterThan(0.4);
    expect(Math.min(...chances)).toBeLessThan(0.2);
    expect((await booked()).every(({ wardId, day }) => wardId !== null && day >= "2026-03-10")).toBe(true);
    expect(await lastAudit(house)).toMatchObject({ verb: "sync-demand", outcome: "done", detail: { visits: 26 } });
  });

  it("keeps no name and nothing in anybody's own words", async () => {
    const text = JSON.stringify([await there(), await booked()]);
    for (const words of ["Short of breath", "Chest pain", "Total hip", "family"]) expect(text).not.toContain(words);
  });

  it("lets go of whoever the source names no more, and takes them back", async () => {
    house.now = new Date("2026-03-10T09:05:00.000Z");
    const fewer = await behind((path, body) => {
      if (!path.startsWith("/Encounter?") && !path.startsWith("/Appointment")) return { status: 200, body };
      const entry = (body.entry as unknown[] | undefined)?.slice(0, 5) ?? [];
      return { status: 200, body: { ...body, entry, total: entry.length, link: [] } };
    });
    expect(await syncDemand(house, operator, { baseUrl: fewer.baseUrl })).toMatchObject({ visits: 5 });
    fewer.close();
    expect(await there()).toHaveLength(5);
    await syncDemand(house, operator, { baseUrl: server.baseUrl });
    expect(await there()).toHaveLength(26);
  });

  it("leaves bookings as they were where the source refuses them, and everything where it breaks", async () => {
    const before = (await booked()).length;
    const refusing = await behind((path, body) =>
      path.startsWith("/Appointment") || path.startsWith("/ServiceRequest")
        ? { status: 403, body: {} }
        : { status: 200, body },
    );
    expect(await syncDemand(house, operator, { baseUrl: refusing.baseUrl })).toMatchObject({
      visits: 26,
      booked: null,
      operations: null,
    });
    refusing.close();
    expect(await booked()).toHaveLength(before);
    const broken = await behind(() => ({ status: 403, body: {} }));
    await expect(syncDemand(house, operator, { baseUrl: broken.baseUrl })).rejects.toThrow();
    broken.close();
    expect(await there()).toHaveLength(26);
    expect(await lastAudit(house)).toMatchObject({ verb: "sync-demand", outcome: "refused" });
  });

  it("takes no booking for gone whose kind it is refused to read: what is known gets old", async () => {
    const before = (await booked()).map(({ id }) => id).sort();
    const operations = () => house.database.transaction((tx) => tx.select().from(bookedOperations));
    const waiting = (await operations()).length;
    const readAt = async () => {
      const states = await house.database.transaction((tx) => tx.select().from(connectionStates));
      return [BOOKINGS_STATE, OPERATIONS_STATE].map((name) => states.find((one) => one.name === name)?.succeededAt);
    };
    const known = await readAt();
    house.now = new Date("2026-03-10T09:06:00.000Z");
    const partly = await behind((path, body) =>
      path.startsWith("/Appointment") ? { status: 403, body: {} } : { status: 200, body },
    );
    expect(await syncDemand(house, operator, { baseUrl: partly.baseUrl })).toMatchObject({ visits: 26 });
    partly.close();
    expect((await booked()).map(({ id }) => id).sort()).toEqual(before);
    expect(await operations()).toHaveLength(waiting);
    expect(await readAt()).toEqual(known);
    await syncDemand(house, operator, { baseUrl: server.baseUrl });
    expect(await readAt()).toEqual([house.now, house.now]);
  });

  it("asks for what triage wrote since the day before somebody came, not for their whole life", async () => {
    house.now = new Date("2026-03-10T09:06:30.000Z");
    const asked: string[] = [];
    const listening = await behind((path, body) => {
      if (path.startsWith("/Observation")) asked.push(new URLSearchParams(path.split("?")[1]).get("date") ?? "");
      return { status: 200, body };
    });
    await syncDemand(house, operator, { baseUrl: listening.baseUrl });
    listening.close();
    expect(asked.length).toBeGreaterThanOrEqual(26);
    expect(asked.filter((date) => !/^ge2026-03-0[789]$/.test(date))).toEqual([]);
  });

  it("takes a day without a time for the hospital's", async () => {
    house.now = new Date("2026-03-10T09:07:00.000Z");
    const daily = await behind((path, body) => {
      if (!path.startsWith("/Encounter?")) return { status: 200, body };
      const [first] = body.entry as { resource: object }[];
      const resource = { ...first!.resource, period: { start: "2026-03-10" } };
      return { status: 200, body: { ...body, entry: [{ ...first, resource }], total: 1, link: [] } };
    });
    const { timeZone } = house;
    Object.assign(house, { timeZone: "Pacific/Auckland" });
    await syncDemand(house, operator, { baseUrl: daily.baseUrl });
    expect((await there())[0]?.arrivedAt?.toISOString()).toBe("2026-03-09T23:00:00.000Z");
    Object.assign(house, { timeZone });
    daily.close();
    await syncDemand(house, operator, { baseUrl: server.baseUrl });
  });

  it("is done by one of several processes, and an older reading that ends last changes nothing", async () => {
    const baseUrl = server.baseUrl;
    house.now = new Date("2026-03-10T09:10:00.000Z");
    const asked = () => syncDemand(house, operator, { baseUrl, leastAgeMs: 150_000 });
    const two = await Promise.all([asked(), asked()]);
    expect(two.filter((said) => said !== null)).toHaveLength(1);
    expect(await asked()).toBeNull();
    expect(await lastAudit(house)).toMatchObject({ verb: "sync-demand", outcome: "done", detail: { skipped: true } });
    house.now = new Date("2026-03-10T09:12:30.000Z");
    expect(await asked()).toMatchObject({ visits: 26 });
    // While one of 09:13 is still under way, one of 09:14 is stored.
    house.now = new Date("2026-03-10T09:13:00.000Z");
    const older = await behind((path, body) =>
      path.startsWith("/Encounter?")
        ? { status: 200, body: { ...body, entry: [], total: 0, link: [] } }
        : { status: 200, body },
    );
    const slow = syncDemand(house, operator, { baseUrl: older.baseUrl });
    await vi.waitFor(async () => expect((await begunAt())?.toISOString()).toBe("2026-03-10T09:13:00.000Z"));
    house.now = new Date("2026-03-10T09:14:00.000Z");
    await house.database.transaction((tx) => noteSuccess(tx, DEMAND_STATE, house.now));
    expect(await slow).toBeNull();
    older.close();
    expect(await there()).toHaveLength(26);
  });
});
