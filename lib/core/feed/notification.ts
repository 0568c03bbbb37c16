import type { Subscription } from "fhir/r4";
import { isObject, node, nodes, text } from "@/lib/core/fhir/resource";

/** Whom a notification is about, and nothing else of what it says: what it holds is not believed. */
export interface Notified {
  readonly patientIds: readonly string[];
  /** "Type/id" of something of a patient it does not name. */
  readonly references: readonly string[];
  /** It says only that something happened. */
  readonly isEmpty: boolean;
  /** It only says that notifications come, or still come. */
  readonly isSignOfLife: boolean;
}

/** What a reading asks for; a change of any of it can change a score. */
const TYPES = ["Patient", "Encounter", "Condition", "Observation", "MedicationRequest", "Procedure"];
const ID = /^[A-Za-z0-9.-]{1,64}$/;
/** More than this at once is told as "something happened". */
const MOST = 200;

/** "Type/id" at the end of an address or a reference; null where it is none of ours. */
function referenceIn(said: string | null): string | null {
  const [, type = "", id = ""] =
    /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]+)?$/.exec(said ?? "") ?? [];
  return TYPES.includes(type) && ID.test(id) ? `${type}/${id}` : null;
}

function patientIn(resource: Readonly<Record<string, unknown>>): string | null {
  const said = text(node(resource.subject).reference) ?? text(node(resource.patient).reference);
  const reference = resource.resourceType === "Patient" ? `Patient/${text(resource.id)}` : referenceIn(said);
  return reference?.startsWith("Patient/") ? reference.slice("Patient/".length) : null;
}

/** What heads a backport's Bundle says: why it is sent, and "Type/id" or addresses of what changed; null: it is no head. */
function readHead(resource: Readonly<Record<string, unknown>>): { kind: string | null; focus: string[] } | null {
  if (resource.resourceType === "SubscriptionStatus") {
    const events = nodes(resource.notificationEvent);
    return { kind: text(resource.type), focus: events.flatMap(({ focus }) => text(node(focus).reference) ?? []) };
  }
  if (resource.resourceType !== "Parameters") return null;
  const parameters = nodes(resource.parameter);
  const kind = text(parameters.find(({ name }) => name === "type")?.valueCode);
  const parts = parameters.flatMap(({ name, part }) => (name === "notification-event" ? nodes(part) : []));
  const said = parts.filter(({ name }) => name === "focus").map(({ valueReference }) => node(valueReference).reference);
  return { kind, focus: said.flatMap((reference) => text(reference) ?? []) };
}

/** A Bundle that only answers how a subscription is doing tells of no change either. */
const SIGNS_OF_LIFE = ["handshake", "heartbeat", "query-status"];

/**
 * Reads a rest-hook's notification: R4's with nothing, with a resource, or with its address alone (`path`); and the
 * Bundle of the subscriptions backport, ids alone or whole resources, headed by R4B's SubscriptionStatus or by R4's
 * Parameters.
 * @see https://hl7.org/fhir/R4/subscription.html#2.46.7.1
 * @see https://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition-backport-subscription-status-r4.html
 */
export function readNotification(body: unknown, path: string | null): Notified {
  const patientIds = new Set<string>();
  const references = new Set<string>();
  let isSignOfLife = false;
  const take = (resource: Readonly<Record<string, unknown>>, address: string | null): void => {
    const reference = referenceIn(address) ?? referenceIn(`${text(resource.resourceType)}/${text(resource.id)}`);
    const patientId = patientIn(resource) ?? (reference?.startsWith("Patient/") ? reference.slice(8) : null);
    if (patientId !== null && ID.test(patientId)) patientIds.add(patientId);
    else if (reference !== null) references.add(reference);
  };
  const whole = isObject(body) ? body : {};
  if (whole.resourceType === "Bundle") {
    for (const { resource, fullUrl, request } of nodes(whole.entry)) {
      const inner = node(resource);
      const head = readHead(inner);
      if (head !== null) {
        isSignOfLife ||= SIGNS_OF_LIFE.includes(head.kind ?? "");
        for (const reference of head.focus) take({}, reference);
      } else take(inner, text(node(request).url) ?? text(fullUrl));
    }
  } else take(whole, path);
  const isEmpty = patientIds.size + references.size === 0 || patientIds.size + references.size > MOST;
  return {
    patientIds: isEmpty ? [] : [...patientIds],
    references: isEmpty ? [] : [...references],
    isEmpty: isEmpty && !isSignOfLife,
    isSignOfLife,
  };
}

/** What the source is asked to tell of: everything a reading asks for. */
export const SUBSCRIBED: readonly string[] = TYPES.map((type) =>
  type === "Observation" ? "Observation?category=laboratory" : `${type}?_lastUpdated=gt2000-01-01`,
);

const DAY_MS = 86_400_000;
/** A subscription nobody renews ends by itself. */
export const SUBSCRIPTION_DAYS = 7;
const RENEW_BEFORE_DAYS = 4;

/** One R4 Subscription (rest-hook). `secret` proves to Wardlight who tells. */
export function toSubscription(
  criteria: string,
  { endpoint, secret, now }: { readonly endpoint: string; readonly secret: string; readonly now: Date },
): Subscription {
  return {
    resourceType: "Subscription",
    status: "requested",
    reason: "Wardlight reads a patient again when their record changes.",
    criteria,
    end: new Date(now.getTime() + SUBSCRIPTION_DAYS * DAY_MS).toISOString(),
    channel: {
      type: "rest-hook",
      endpoint,
      payload: "application/fhir+json",
      header: [`Authorization: Bearer ${secret}`],
    },
  };
}

/** Whether a subscription is to be asked for anew: it failed, was switched off, or ends soon. */
export function needsRenewal(found: unknown, now: Date): boolean {
  const { status, end } = node(found);
  if (status !== "active" && status !== "requested") return true;
  const until = Date.parse(text(end) ?? "");
  return !Number.isNaN(until) && until - now.getTime() < RENEW_BEFORE_DAYS * DAY_MS;
}
