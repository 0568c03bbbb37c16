import { randomUUID } from "node:crypto";
import { users } from "@/lib/io/database/schema";
import { addConnection } from "@/lib/services/connections";
import type { TestHouse } from "@/lib/services/test-house";
import { type Sample, type Samples, whole } from "@/lib/services/test-sample-call";

/** An account that nothing else in this test uses. */
async function freshAccount(house: TestHouse): Promise<string> {
  const id = randomUUID();
  const values = { id, email: `${id}@test`, name: "Test account", role: "nurse" as const, createdAt: house.now };
  await house.database.transaction((tx) => tx.insert(users).values(values));
  return id;
}

/** A trusted program that nothing else in this test uses. */
async function freshConnection(house: TestHouse): Promise<string> {
  const wanted = { kind: "api-client" as const, name: "Fresh", settings: { scopes: [] } };
  return (await addConnection(house, { system: "test" }, wanted)).id;
}

const account = (rest: object = {}): Sample => ({
  byWard: false,
  input: async (house) => ({ account: await freshAccount(house), ...rest }),
});

/** For tests only: a valid call of each verb about people, programs and what they did. */
export const ACCOUNT_CALLS = {
  readAudit: whole(),
  exportAudit: whole(),
  verifyAudit: whole(),
  listUsers: whole(),
  addUser: {
    byWard: true,
    input: (_house, { wardId }) => ({
      email: `${randomUUID()}@test`,
      name: "New",
      role: "nurse",
      wardIds: [wardId],
      withPassword: false,
    }),
  },
  disableUser: account(),
  enableUser: account(),
  setUserRole: account({ role: "clinician" }),
  setUserWards: {
    byWard: true,
    input: async (house, { wardId }) => ({ account: await freshAccount(house), wardIds: [wardId] }),
  },
  resetPassword: account(),
  linkIdentity: account({ issuer: "https://ehr.example/fhir", fhirUser: `Practitioner/${randomUUID()}` }),
  unlinkIdentity: whole({ issuer: "https://ehr.example/fhir", fhirUser: "Practitioner/nobody" }),
  revokeSessions: account(),
  // Nobody in the test house has a password: let in, and told so.
  changeOwnPassword: whole({ current: "anything", wanted: "a quiet night shift" }),
  readConnections: whole(),
  addConnection: {
    byWard: true,
    input: (_house, { wardId }) => ({
      kind: "api-client",
      name: "New",
      settings: { scopes: ["predict"] },
      wardIds: [wardId],
    }),
  },
  changeConnection: {
    byWard: true,
    input: async (house, { wardId }) => ({ connectionId: await freshConnection(house), wardIds: [wardId] }),
  },
  disableConnection: {
    byWard: false,
    input: async (house) => ({ connectionId: await freshConnection(house) }),
  },
  newConnectionSecret: {
    byWard: false,
    input: async (house) => ({ connectionId: await freshConnection(house) }),
  },
  rotateKeys: whole({ step: "count" }),
  setUpDemo: whole({ wards: [], accounts: [] }),
} satisfies Samples;
