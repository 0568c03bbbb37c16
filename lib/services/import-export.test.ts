import { generateKeyPairSync } from "node:crypto";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parseSigningKeys } from "@/lib/core/connections/signing-keys";
import { makeHospital } from "@/lib/core/demo/make-hospital";
import type { FhirResource } from "@/lib/core/fhir/resource";
import { startTestExportServer, type TestExportServer } from "@/lib/io/bulk/test-export-server";
import { bulkJobs, connectionStates, tasks } from "@/lib/io/database/connection-schema";
import { predictions, resources } from "@/lib/io/database/schema";
import { importBulk } from "@/lib/services/import-bulk";
import type { TestHouse } from "@/lib/services/test-house";
import { describeScoringHouse } from "@/lib/services/test-suite";

const operator = { system: "test" };
const now = "2026-03-10T09:00:00.000Z";
const hospital = makeHospital({ seed: "export", now }).current.slice(0, 6);
const byId = new Map(
  hospital
    .flatMap(({ entry }) => (entry ?? []).map(({ resource }) => resource as unknown as FhirResource))
    .map((resource) => [`${resource.resourceType}/${resource.id}`, resource]),
);

/** NDJSON by type. */
function ndjson(some: Iterable<FhirResource>): Record<string, string> {
  const output: Record<string, string> = {};
  for (const one of some) output[one.resourceType] = `${output[one.resourceType] ?? ""}${JSON.stringify(one)}\n`;
  return output;
}
const whole = ndjson(byId.values());

describeScoringHouse("import-bulk of a server's export", ({ house }) => {
  let server: TestExportServer;

  beforeAll(async () => {
    const patience = { retries: 3, timeoutMs: 5_000, wait: () => new Promise<void>((done) => setTimeout(done, 1)) };
    server = await startTestExportServer();
    Object.assign(house, { fhir: { baseUrl: server.baseUrl, signIn: null, patience }, now: new Date(now) });
  });
  afterAll(async () => {
    await server?.close();
  });

  const run = async (more: object = {}) => {
    const said: Record<string, string | number>[] = [];
    const input = { baseUrl: server.baseUrl, level: "group" as const, group: "diabetes", ...more };
    const outcome = await importBulk(house, operator, input, (told) => said.push(told));
    return { outcome, said, complaints: said.flatMap(({ complaint }) => complaint ?? []) };
  };
  const keys = () =>
    house.database.transaction(async (tx) => {
      const rows = await tx.select({ type: resources.type, id: resources.id }).from(resources);
      return new Set(rows.map(({ type, id }) => `${type}/${id}`));
    });
  const jobOf = async (id: string) =>
    (await house.database.transaction((tx) => tx.select().from(bulkJobs).where(eq(bulkJobs.id, id))))[0];

  it("asks again without places and drugs where a server exports patients alone, and says so", async () => {
    server.serve({ output: whole, patientsOnly: true });
    const { outcome, complaints } = await run({ group: "alone" });
    expect(outcome).toMatchObject({ state: "partial", patients: 6, complaints: 1 });
    expect(complaints.join()).toContain("without Location, Organization, Medication");
  });

  it("asks, waits, fetches what is slow, packed, broken off and expired, and stores all of it once", async () => {
    server.serve({
      output: whole,
      pending: 2,
      busyEvery: 5,
      linksGoodFor: 2,
      breaksOff: ["Observation", "Encounter"],
    });
    const { outcome, said } = await run();
    expect(outcome).toMatchObject({ state: "done", patients: 6, badLines: 0 });
    expect(await keys()).toEqual(new Set(byId.keys()));
    expect(said).toContainEqual({ preparing: "1 to go" });
    const kickOffs = server.asked.filter((one) => one.includes("$export"));
    expect(kickOffs.length).toBeGreaterThan(0);
    expect(kickOffs.every((one) => one.startsWith("GET /fhir/Group/diabetes/$export?_outputFormat="))).toBe(true);
    expect(server.asked.at(-1)).toBe("DELETE /fhir/status/1");
    expect(await jobOf(outcome.jobId)).toMatchObject({ kind: "export", state: "done" });
    expect(readdirSync(join(house.dataDirectory, "bulk"))).toEqual([]);
    server.serve({ output: whole });
    expect((await run()).outcome).toMatchObject({ state: "done", resources: 0, predictions: 0 });
  });

  it("goes on with what was not fetched yet when it broke off, without asking for a new export", async () => {
    let down = true;
    server.serve({ output: whole, fails: (type) => down && type === "Procedure" });
    await expect(run({ level: "patient", group: null })).rejects.toMatchObject({ code: "not-ready" });
    const [failed] = await house.database.transaction((tx) =>
      tx.select().from(bulkJobs).where(eq(bulkJobs.state, "failed")),
    );
    expect(failed).toMatchObject({ errorCode: "not-ready", kind: "export" });
    // What was fetched lies there, sealed.
    const folder = join(house.dataDirectory, "bulk", failed?.id ?? "");
    expect(existsSync(join(folder, "fetched-output-0"))).toBe(true);
    const before = server.asked.filter((one) => one.includes("/files/")).length;
    down = false;
    const { outcome } = await run({ level: "patient", group: null });
    expect(outcome).toMatchObject({ jobId: failed?.id, state: "done", patients: 6 });
    expect(server.asked.filter((one) => one.includes("$export"))).toHaveLength(1);
    const again = server.asked
      .slice()
      .filter((one) => one.includes("/files/"))
      .slice(before);
    expect(again.some((one) => one.endsWith("/Patient"))).toBe(false);
    expect(existsSync(folder)).toBe(false);
  });

  it("asks since the same time again while something of an export is missing, also where a later run fetched the rest", async () => {
    const asIn = { group: "in-part", since: "last" };
    let down = true;
    // A Patient is missing; then the server fails before all is fetched.
    server.serve({ output: whole, counts: { Patient: 9 }, fails: (type) => down && type === "Procedure" });
    await expect(run(asIn)).rejects.toMatchObject({ code: "not-ready" });
    down = false;
    const { outcome, complaints } = await run(asIn);
    expect(outcome).toMatchObject({ state: "partial", complaints: 1 });
    expect(complaints).toEqual([expect.stringContaining("9 resources, and 6 came")]);
    const states = await house.database.transaction((tx) => tx.select().from(connectionStates));
    const partial = states.find(({ errorCode }) => errorCode === "partial");
    expect(partial).toMatchObject({ cursor: null, succeededAt: null, counts: { patients: 6 } });
    server.serve({ output: whole });
    expect((await run(asIn)).outcome.state).toBe("done");
    expect(server.asked[0]).not.toContain("_since");
    server.serve({ output: {} });
    await run(asIn);
    expect(server.asked[0]).toContain("_since=2026-03-10T08%3A00%3A00.000Z");
    // Types that a server never exports with its patients are known to be missing: they hold nothing up.
    server.serve({ output: {}, patientsOnly: true });
    await run({ group: "alone", since: "last" });
    expect(server.asked[0]).toContain("_since=");
  });

  it("is held up by nothing that no later export would bring, and has who joined the group read at the server", async () => {
    const asIn = { group: "joined", since: "last" };
    const isSince = (time: string) =>
      server.asked[0]?.includes(`_since=2026-03-10T${encodeURIComponent(time)}`) ?? false;
    const line = (resource: object) => `${JSON.stringify(resource)}\n`;
    const warning = line({ resourceType: "OperationOutcome", issue: [{ severity: "warning", code: "not-supported" }] });
    const ofNobody = line({ resourceType: "Observation", id: "room", subject: { reference: "Device/d1" } });
    server.serve({
      output: { ...whole, Observation: `${whole.Observation}${ofNobody}`, Coverage: "" },
      error: warning,
    });
    expect((await run(asIn)).complaints).toEqual([
      "The server warns about its export: not-supported (1).",
      expect.stringMatching(/the file is empty/),
      "Resources left out because they do not say which patient they are about: 1.",
    ]);
    // Somebody new: their Patient did not change, so that it does not come.
    const stay = (id: string) =>
      line({
        resourceType: "Encounter",
        id: `e-${id}`,
        status: "in-progress",
        subject: { reference: `Patient/${id}` },
      });
    server.serve({ output: { Encounter: stay("new-1") }, at: "2026-03-10T08:10:00.000Z" });
    const { outcome, complaints } = await run(asIn);
    expect(isSince("08:00:00.000Z")).toBe(true);
    expect(outcome).toMatchObject({ state: "partial", refused: 1, patients: 0 });
    expect(complaints).toEqual([expect.stringContaining("They are read at the FHIR server instead")]);
    const due = await house.database.transaction((tx) => tx.select().from(tasks).where(eq(tasks.kind, "read-patient")));
    expect(due.map(({ key }) => key)).toEqual(["new-1"]);
    // What broke off in the middle of a line may come yet.
    server.serve({ output: { Condition: '{"resourceType":"Cond' }, at: "2026-03-10T08:20:00.000Z" });
    expect((await run(asIn)).outcome).toMatchObject({ state: "partial", cutFiles: 1 });
    expect(isSince("08:10:00.000Z")).toBe(true);
    // A later time of the operator's own leaves a gap that "last" has still to ask for.
    server.serve({ output: {}, at: "2026-03-10T08:40:00.000Z" });
    expect((await run({ ...asIn, since: "2026-03-10T08:30:00Z" })).outcome.state).toBe("done");
    server.serve({ output: {}, at: "2026-03-10T08:50:00.000Z" });
    await run(asIn);
    expect(isSince("08:10:00.000Z")).toBe(true);
    // From a server whose patients are not read one by one they come with everything alone.
    const otherwise = { ...house, fhir: { ...house.fhir, baseUrl: "http://127.0.0.1:1/fhir" } } as TestHouse;
    server.serve({ output: { Encounter: stay("new-2") } });
    await importBulk(otherwise, operator, { baseUrl: server.baseUrl, level: "group", ...asIn });
    expect(isSince("08:50:00.000Z")).toBe(true);
    server.serve({ output: whole });
    await run(asIn);
    expect(server.asked[0]).not.toContain("_since");
  });

  it("asks for a new export where the server says that it failed, and after the old one where it says nothing of it", async () => {
    const asked = { group: "failing" };
    let standing: number | null = 503;
    server.serve({ output: whole, standing: () => standing });
    const kickOffs = () => server.asked.filter((one) => one.includes("$export")).length;
    await expect(run(asked)).rejects.toThrow("does not say how its export is doing (503)");
    standing = 500;
    await expect(run(asked)).rejects.toThrow("export failed (500). Start the import again.");
    expect(kickOffs()).toBe(1);
    expect(server.asked.at(-1)).toBe("DELETE /fhir/status/1");
    standing = null;
    expect((await run(asked)).outcome).toMatchObject({ state: "done", patients: 6 });
    expect(kickOffs()).toBe(2);
  });

  it("fetches again what lay in a data directory that is gone, and leaves alone what another one is at work on", async () => {
    const asked = { group: "moved" };
    let down = true;
    server.serve({ output: whole, fails: (type) => down && type === "Procedure" });
    await expect(run(asked)).rejects.toMatchObject({ code: "not-ready" });
    const [job] = await house.database.transaction((tx) =>
      tx
        .update(bulkJobs)
        .set({ state: "running", holder: "another", heldUntil: new Date(house.now.getTime() + 60_000) })
        .where(eq(bulkJobs.state, "failed"))
        .returning({ id: bulkJobs.id }),
    );
    down = false;
    rmSync(join(house.dataDirectory, "bulk", job?.id ?? ""), { recursive: true });
    await expect(run(asked)).rejects.toMatchObject({ code: "busy" });
    expect(await jobOf(job?.id ?? "")).toMatchObject({ state: "running", holder: "another" });
    house.now = new Date(house.now.getTime() + 60_000);
    const { outcome } = await run(asked);
    expect(outcome).toMatchObject({ jobId: job?.id, state: "done", patients: 6, complaints: 0 });
    expect(server.asked.filter((one) => one.includes("$export"))).toHaveLength(1);
  });

  it("stops where another data directory has gone on with it meanwhile", async () => {
    const asked = { group: "taken" };
    server.serve({
      output: whole,
      pending: 1,
      standing: () => null,
    });
    const taken = run(asked);
    const isAsked = () => server.asked.some((one) => one.includes("/fhir/status/"));
    while (!isAsked()) await new Promise((done) => setTimeout(done, 1));
    await house.database.transaction((tx) =>
      tx.update(bulkJobs).set({ holder: "another" }).where(eq(bulkJobs.state, "running")),
    );
    await expect(taken).rejects.toThrow("Another data directory has gone on with this import");
    await house.database.transaction((tx) =>
      tx.update(bulkJobs).set({ state: "cancelled" }).where(eq(bulkJobs.state, "running")),
    );
  });

  it("takes away what the server has deleted, and reads those patients anew", async () => {
    const encounter = [...byId.values()].find(
      (one) => one.resourceType === "Encounter" && one.status === "in-progress",
    ) as FhirResource;
    const patientId = /"reference":"Patient\/([^"]+)"/.exec(JSON.stringify(encounter.subject))?.[1] ?? "";
    const gone = [...byId.values()].filter(
      (one) => one.resourceType === "Condition" && JSON.stringify(one.subject ?? "").includes(`"Patient/${patientId}"`),
    );
    expect(gone.length).toBeGreaterThan(0);
    const references = gone.map(({ resourceType, id }) => `${resourceType}/${id}`);
    const deleted = JSON.stringify({
      resourceType: "Bundle",
      type: "transaction",
      entry: [...references, "Condition/never-heard-of"].map((url) => ({ request: { method: "DELETE", url } })),
    });
    const of = () =>
      house.database.transaction((tx) => tx.select().from(predictions).where(eq(predictions.patientId, patientId)));
    const before = await of();
    server.serve({ output: {}, deleted: `${deleted}\n` });
    const { outcome } = await run({ since: "last" });
    expect(server.asked[0]).toContain("_since=2026-03-10T08%3A00%3A00.000Z");
    expect(outcome).toMatchObject({ state: "done", patients: 1, deleted: references.length });
    const left = await keys();
    expect(references.some((reference) => left.has(reference))).toBe(false);
    expect(left.size).toBe(byId.size - references.length);
    expect((await of()).length).toBeGreaterThan(before.length);
  });

  it("says what the server left out by its codes alone, and what did not come", async () => {
    const error = {
      resourceType: "OperationOutcome",
      issue: [{ severity: "error", code: "processing", diagnostics: "Mrs Nightingale could not be exported" }],
    };
    server.serve({ output: whole, error: `${JSON.stringify(error)}\n`, counts: { Patient: 9 } });
    const { outcome, complaints } = await run();
    expect(outcome.state).toBe("partial");
    expect(complaints).toEqual([
      expect.stringMatching(/^Patient \d+: the server said it holds 9 resources, and 6 came\.$/),
      "The server says it left something out of its export: processing (1).",
    ]);
  });

  it("fetches from no other server than was allowed, and says which way in failed", async () => {
    const elsewhere = await startTestExportServer();
    server.serve({ output: whole, fileOrigin: elsewhere.origin });
    await expect(run({ level: "system", group: null })).rejects.toThrow("on a server that was not allowed");
    expect(elsewhere.asked).toEqual([]);
    const states = await house.database.transaction((tx) => tx.select().from(connectionStates));
    expect(states.find(({ errorCode }) => errorCode === "not-ready")).toMatchObject({ failures: 1, succeededAt: null });
    await elsewhere.close();
    await expect(run({ level: "group", group: null })).rejects.toThrow("Say which group");
  });

  it("signs in where it is registered, and shows the token to that server alone", async () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
    const keys = parseSigningKeys(privateKey.export({ type: "pkcs8", format: "pem" }).toString());
    // The server's own sign-in, beside it.
    const signIn = createServer((request, response) => {
      response.setHeader("content-type", "application/json");
      if (request.method === "POST")
        response.end(JSON.stringify({ access_token: "t0ken", token_type: "bearer", expires_in: 300 }));
      else response.end(JSON.stringify({ token_endpoint: `${place()}/token`, capabilities: [] }));
    });
    await new Promise<void>((done) => signIn.listen(0, "127.0.0.1", done));
    const place = () => `http://127.0.0.1:${(signIn.address() as AddressInfo).port}`;
    const front = createServer(async (request, response) => {
      // One origin for both: the configuration stands under the FHIR base.
      const isSignIn = request.url?.includes("smart-configuration");
      const answer = await fetch(`${isSignIn ? place() : server.origin}${request.url}`, {
        method: request.method ?? "GET",
        headers: { prefer: "respond-async", authorization: request.headers.authorization ?? "" },
      });
      const text = await answer.text();
      const headers = Object.fromEntries(
        ["content-location", "content-type"].flatMap((name) => {
          const value = answer.headers.get(name);
          return value === null ? [] : [[name, value.replaceAll(server.origin, own())]];
        }),
      );
      response.writeHead(answer.status, headers).end(text.replaceAll(server.origin, own()));
    });
    await new Promise<void>((done) => front.listen(0, "127.0.0.1", done));
    const own = () => `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
    try {
      server.serve({ output: whole, token: "t0ken" });
      const fhir = { ...house.fhir, baseUrl: `${own()}/fhir`, signIn: { clientId: "wardlight", keys, scope: null } };
      const signed = { ...house, fhir } as TestHouse;
      const input = { baseUrl: fhir.baseUrl, level: "patient" as const };
      expect(await importBulk(signed, operator, input)).toMatchObject({ state: "done", patients: 6 });
      await expect(importBulk(signed, operator, { ...input, baseUrl: server.baseUrl })).rejects.toThrow(
        /refuses the export|does not take an export/,
      );
    } finally {
      front.closeAllConnections();
      signIn.closeAllConnections();
      front.close();
      signIn.close();
    }
  });

  it("keeps addresses and names of files sealed", async () => {
    const rows = await house.database.transaction((tx) =>
      tx
        .select()
        .from(bulkJobs)
        .where(inArray(bulkJobs.kind, ["export"])),
    );
    expect(rows.length).toBeGreaterThan(3);
    for (const { detail, source, progress } of rows)
      expect(`${detail.toString("latin1")} ${source} ${JSON.stringify(progress)}`).not.toContain("http");
  });
});
