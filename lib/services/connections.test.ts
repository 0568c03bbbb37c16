import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { isClientSecret } from "@/lib/io/client-secret";
import { connections } from "@/lib/io/database/connection-schema";
import { audit } from "@/lib/io/database/schema";
import { openFhirClient } from "@/lib/io/fhir-client";
import { changeConnection, disableConnection, newConnectionSecret } from "@/lib/services/change-connection";
import { addConnection, readConnections } from "@/lib/services/connections";
import { testConnection } from "@/lib/services/connections-overview";
import type { PersonCaller } from "@/lib/services/find-actor";
import { lastAudit, readingOf, store } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";
import { listUsers } from "@/lib/services/users";
import { listWorklist } from "@/lib/services/worklist";

const operator = { system: "connections" };

describeHouse("trusted programs", ({ house }) => {
  let administrator: PersonCaller;
  beforeAll(async () => {
    administrator = house.people.administrator;
    await store(house, readingOf("p1"));
    await store(house, readingOf("p2", { wardId: "w2" }));
  });

  const reader = (wardIds: string[] = ["w1"]) => ({
    kind: "api-client" as const,
    name: "Bed board",
    settings: { scopes: ["stays.read" as const] },
    wardIds,
  });
  const listed = async (id: string) =>
    (await readConnections(house, administrator, {})).connections.find((one) => one.id === id);
  const hashOf = async (id: string) => {
    const rows = await house.database.transaction((tx) => tx.select().from(connections).where(eq(connections.id, id)));
    return rows[0]?.secretHash ?? null;
  };

  it("are tested at their address: what answers there must be a FHIR server", async () => {
    const server = createServer((request, response) => {
      const isFhir = request.url === "/fhir/metadata";
      response.writeHead(isFhir ? 200 : 404, { "content-type": "application/json" });
      response.end(JSON.stringify(isFhir ? { resourceType: "CapabilityStatement", fhirVersion: "4.0.1" } : {}));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const test = (path: string) => {
      const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`;
      return testConnection(house, administrator, { client: openFhirClient({ baseUrl, retries: 0 }) });
    };
    try {
      expect(await test("fhir")).toMatchObject({ fhirVersion: "4.0.1" });
      await expect(test("fhir/R4")).rejects.toThrow("not as a FHIR server does");
      expect(await lastAudit(house)).toMatchObject({ verb: "test-connection", outcome: "refused" });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it("get a secret told once, do what their scopes say on their wards, and are no person", async () => {
    const { id, secret } = await addConnection(house, administrator, reader());
    expect(secret).toMatch(/^wl_[0-9a-f]{32}_[\w-]{43}$/);
    expect(isClientSecret(secret ?? "", await hashOf(id))).toBe(true);
    expect(isClientSecret(`${secret?.slice(0, -1)}${secret?.endsWith("A") ? "B" : "A"}`, await hashOf(id))).toBe(false);
    expect(await lastAudit(house)).toMatchObject({
      actorId: administrator.userId,
      verb: "manage-connections",
      target: { connectionId: id },
      detail: { did: "add", kind: "api-client", wards: 1 },
    });
    expect((await listWorklist(house, { connectionId: id }, {})).rows.map(({ stayId }) => stayId)).toEqual(["stay-p1"]);
    expect(await listed(id)).toMatchObject({
      name: "Bed board",
      wards: [{ id: "w1", name: "Ward 1" }],
      settings: { scopes: ["stays.read"] },
      hasSecret: true,
      lastUsedAt: null,
      disabledAt: null,
    });
    const everything = JSON.stringify([
      await readConnections(house, administrator, {}),
      await house.database.transaction((tx) => tx.select().from(audit)),
      await house.database.transaction((tx) => tx.select().from(connections)),
    ]);
    expect(everything).not.toContain(secret);
    expect(JSON.stringify(await readConnections(house, administrator, {}))).not.toContain(await hashOf(id));
    expect((await listUsers(house, administrator, {})).accounts.map(({ name }) => name)).not.toContain("Bed board");
  });

  it("are changed from their next request on, and never beyond the administrator's wards", async () => {
    const { id } = await addConnection(house, administrator, reader());
    const caller = { connectionId: id };
    for (const wardIds of [["w2"], ["w1", "w2"]]) {
      await expect(addConnection(house, administrator, reader(wardIds))).rejects.toMatchObject({ code: "forbidden" });
      await expect(changeConnection(house, administrator, { connectionId: id, wardIds })).rejects.toMatchObject({
        code: "forbidden",
      });
    }
    await changeConnection(house, operator, { connectionId: id, wardIds: ["w2"], name: "Board 2" });
    expect((await listWorklist(house, caller, {})).rows.map(({ stayId }) => stayId)).toEqual(["stay-p2"]);
    expect(await listed(id)).toMatchObject({ name: "Board 2" });
    await changeConnection(house, administrator, { connectionId: id, settings: { scopes: ["flags.read"] } });
    await expect(listWorklist(house, caller, {})).rejects.toMatchObject({ code: "forbidden" });
    await expect(
      changeConnection(house, administrator, { connectionId: id, settings: { scopes: ["everything"] } }),
    ).rejects.toMatchObject({ code: "bad-input" });
    await expect(addConnection(house, operator, reader(["w9"]))).rejects.toThrow("no ward w9");
  });

  it("get a new secret, and the old one is worth nothing", async () => {
    const { id, secret } = await addConnection(house, administrator, reader());
    const made = await newConnectionSecret(house, administrator, { connectionId: id });
    expect(isClientSecret(secret ?? "", await hashOf(id))).toBe(false);
    expect(isClientSecret(made.secret, await hashOf(id))).toBe(true);
  });

  it("that are disabled are let in no more, and cannot come back", async () => {
    const { id, secret } = await addConnection(house, administrator, reader());
    await disableConnection(house, administrator, { connectionId: id });
    expect(await lastAudit(house)).toMatchObject({ target: { connectionId: id }, detail: { did: "disable" } });
    await expect(listWorklist(house, { connectionId: id }, {})).rejects.toMatchObject({ code: "unauthenticated" });
    expect(isClientSecret(secret ?? "", await hashOf(id))).toBe(false);
    for (const change of [disableConnection, newConnectionSecret, changeConnection])
      await expect(change(house, administrator, { connectionId: id })).rejects.toMatchObject({ code: "conflict" });
  });

  it("with keys of their own have no secret, and are trusted once an issuer", async () => {
    const issuer = `https://ehr.example/${house.database ? "cds" : ""}`;
    const wanted = {
      kind: "cds-client" as const,
      name: "EHR",
      issuer,
      settings: { jwksUrl: "https://ehr.example/jwks" },
    };
    const made = await addConnection(house, administrator, wanted);
    expect(made.secret).toBeNull();
    expect(await listed(made.id)).toMatchObject({ issuer, hasSecret: false, settings: { fhirServers: [] } });
    await expect(addConnection(house, administrator, wanted)).rejects.toMatchObject({ code: "conflict" });
    await expect(newConnectionSecret(house, administrator, { connectionId: made.id })).rejects.toMatchObject({
      code: "conflict",
    });
    await disableConnection(house, administrator, { connectionId: made.id });
    expect((await addConnection(house, administrator, wanted)).id).not.toBe(made.id);
    await expect(
      addConnection(house, administrator, { ...wanted, settings: { jwksUrl: "file:///etc/passwd" } }),
    ).rejects.toMatchObject({ code: "bad-input" });
    await addConnection(house, administrator, {
      kind: "smart-server",
      name: "EHR",
      issuer: "https://ehr.example/fhir",
      settings: { clientId: "wardlight" },
    });
    expect((await addConnection(house, administrator, { kind: "notifier", name: "N" })).secret).toMatch(/^wl_/);
  });

  it("are an administrator's to look after, and nobody else's", async () => {
    const { id } = await addConnection(house, operator, reader());
    for (const name of ["nurse", "clinician", "data-scientist", "compliance"] as const) {
      const caller = house.people[name];
      await expect(readConnections(house, caller, {})).rejects.toMatchObject({ code: "forbidden" });
      await expect(addConnection(house, caller, reader())).rejects.toMatchObject({ code: "forbidden" });
      await expect(disableConnection(house, caller, { connectionId: id })).rejects.toMatchObject({ code: "forbidden" });
      await expect(newConnectionSecret(house, caller, { connectionId: id })).rejects.toMatchObject({
        code: "forbidden",
      });
    }
    await expect(readConnections(house, { connectionId: id }, {})).rejects.toMatchObject({ code: "forbidden" });
  });
});
