import { and, eq, isNull, or } from "drizzle-orm";
import { z } from "zod";
import { currentInpatients, patientIdOf } from "@/lib/core/feed/feed-queries";
import { node, text } from "@/lib/core/fhir/resource";
import { resources, stays } from "@/lib/io/database/schema";
import type { FhirClient } from "@/lib/io/fhir-client";
import { noteSuccess } from "@/lib/services/connection-states";
import type { House } from "@/lib/services/house";
import { longVerb } from "@/lib/services/long-verb";
import { askForTasks } from "@/lib/services/tasks";

/** How this way in is called among those whose state is kept. */
export const NOTIFICATIONS = "notifications";

/** Whose these are by what is stored. */
async function findOwners(house: House, references: readonly string[]): Promise<Map<string, string>> {
  const wanted = references.map((reference) => reference.split("/"));
  if (wanted.length === 0) return new Map();
  const rows = await house.database.transaction((tx) =>
    tx
      .select({ type: resources.type, id: resources.id, patientId: resources.patientId })
      .from(resources)
      .where(or(...wanted.map(([type = "", id = ""]) => and(eq(resources.type, type), eq(resources.id, id))))),
  );
  return new Map(rows.map(({ type, id, patientId }) => [`${type}/${id}`, patientId]));
}

/** Everybody who is in hospital, by the source's list and by ours. */
async function findInpatients(house: House, client: FhirClient): Promise<string[]> {
  const known = await house.database.transaction((tx) =>
    tx
      .selectDistinct({ patientId: stays.patientId })
      .from(stays)
      .where(and(eq(stays.isCurrent, true), isNull(stays.goneAt))),
  );
  const { resources: listed } = await client.search(currentInpatients(house.fhir?.inpatientClasses));
  return [...known.map(({ patientId }) => patientId), ...listed.flatMap((encounter) => patientIdOf(encounter) ?? [])];
}

/** Whose a resource is that was never read: asked of the source, because a notification's own word is not taken. */
async function readOwner(client: FhirClient, reference: string): Promise<string | null> {
  const resource = node(await client.read(reference));
  const said = text(node(resource.subject).reference) ?? text(node(resource.patient).reference);
  return /(?:^|\/)Patient\/([A-Za-z0-9.-]{1,64})$/.exec(said ?? "")?.[1] ?? null;
}

const isClient = (given: unknown): boolean => typeof (given as Partial<FhirClient> | null)?.read === "function";
const id = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/);

/**
 * The source says that something changed: whoever it is about is read again soon, once however often it is said. Nothing
 * of what a notification holds is stored. Fails where it must be looked up whom it is about and the source does not
 * answer: the source then tells it again.
 */
export const receiveNotification = longVerb({
  name: "receive-notification",
  input: z.object({
    patientIds: z.array(id).max(200),
    references: z.array(z.string().regex(/^[A-Z][A-Za-z]{1,40}\/[A-Za-z0-9.-]{1,64}$/)).max(200),
    isEmpty: z.boolean(),
    isSignOfLife: z.boolean(),
    client: z.custom<FhirClient>(isClient, "is no FHIR client"),
  }),
  about: () => ({}),
  work: async (house, { patientIds, references, isEmpty, client }) => {
    const owners = await findOwners(house, references);
    const unknown = references.filter((reference) => !owners.has(reference));
    const read = await Promise.all(unknown.map((reference) => readOwner(client, reference)));
    const all = isEmpty ? await findInpatients(house, client) : [];
    const keys = [...new Set([...patientIds, ...owners.values(), ...read.flatMap((one) => one ?? []), ...all])];
    const now = house.clock.now();
    await house.database.transaction(async (tx) => {
      await askForTasks(tx, "read-patient", { keys, now });
      await noteSuccess(tx, NOTIFICATIONS, now, { received: 1, patients: keys.length });
    });
    const output = { patients: keys.length };
    const [first] = keys;
    const target: Record<string, string> = keys.length === 1 && first !== undefined ? { patientId: first } : {};
    return { output, audit: { target, detail: output } };
  },
});
