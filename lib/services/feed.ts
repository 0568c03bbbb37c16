import { CLOSED } from "@/lib/core/feed/circuit";
import { referencesToFollow } from "@/lib/core/feed/feed-queries";
import type { FhirResource } from "@/lib/core/fhir/resource";
import { type FhirClient, type FhirClientOptions, openFhirClient } from "@/lib/io/fhir-client";
import { findState, writeState } from "@/lib/services/connection-states";
import type { House } from "@/lib/services/house";
import { houseMemory } from "@/lib/services/house-memory";

/** A FHIR server that patients are read from, as this process knows it. */
export interface Feed {
  readonly client: FhirClient;
  /** What some resources refer to (places, organizations, drugs), and what that refers to. */
  follow(resources: readonly FhirResource[]): Promise<FhirResource[]>;
}

/** A bed in a room in a ward in a building in a site. */
const DEEPEST = 6;
/** Places and drugs change rarely; read again after so long. */
const KEEP_MS = 10 * 60_000;

function openFollower(client: FhirClient, now: () => number): Feed["follow"] {
  const asked = new Map<string, { readonly at: number; readonly reading: Promise<FhirResource | null> }>();
  const readOnce = (reference: string): Promise<FhirResource | null> => {
    const before = asked.get(reference);
    if (before !== undefined && now() - before.at < KEEP_MS) return before.reading;
    const reading = client.read(reference);
    asked.set(reference, { at: now(), reading });
    // What failed is asked for again by the next who wants it.
    reading.catch(() => asked.delete(reference));
    return reading;
  };
  return async (resources) => {
    const found = new Map<string, FhirResource>();
    let next = referencesToFollow(resources);
    for (let depth = 0; depth < DEEPEST && next.length > 0; depth++) {
      const read = await Promise.all(
        next.map(async (reference) => ({ reference, resource: await readOnce(reference) })),
      );
      for (const { reference, resource } of read) if (resource !== null) found.set(reference, resource);
      next = referencesToFollow(read.map(({ resource }) => resource)).filter((reference) => !found.has(reference));
    }
    return [...found.values()];
  };
}

const opened = houseMemory("feeds", () => new Map<string, Promise<Feed>>());

async function openFeed(house: House, baseUrl: string): Promise<Feed> {
  const state = await house.database.transaction((tx) => findState(tx, "fhir"));
  const circuit =
    state === null ? CLOSED : { failures: state.failures, pausedUntil: state.pausedUntil?.getTime() ?? null };
  const now = (): number => house.clock.now().getTime();
  const options: FhirClientOptions = {
    baseUrl,
    // Wardlight's proof goes to the server it was made for, and to no other.
    signIn: house.fhir?.baseUrl === baseUrl ? house.fhir.signIn : null,
    now,
    circuit,
    onCircuit: ({ failures, pausedUntil }) => {
      const until = pausedUntil === null ? null : new Date(pausedUntil);
      house.log.warn({ pausedUntil: until }, "the FHIR server is left alone, or is back");
      house.database
        .transaction((tx) => writeState(tx, "fhir", { failures, pausedUntil: until }))
        .catch(() => house.log.warn("how the FHIR server is doing could not be written down"));
    },
    ...house.fhir?.patience,
  };
  const client = openFhirClient(options);
  return { client, follow: openFollower(client, now) };
}

/** The server at an address, opened once in a house. */
export function feedAt(house: House, baseUrl: string): Promise<Feed> {
  const all = opened(house);
  const known = all.get(baseUrl) ?? openFeed(house, baseUrl);
  all.set(baseUrl, known);
  known.catch(() => all.delete(baseUrl));
  return known;
}
