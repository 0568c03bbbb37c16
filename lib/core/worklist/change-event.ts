/**
 * That something changed, for whoever follows: a number that only goes up and what it was. Nothing of whom: what is to
 * be seen is read again, by the verbs that decide who may. "many": too much to say one by one.
 */
export interface ChangeEvent {
  readonly seq: number;
  readonly kind: ChangeKind;
}

export const CHANGE_KINDS = [
  "stay",
  "prediction",
  "flag",
  "intervention",
  "response",
  "cutoff",
  "alert",
  "validation",
  "visibility",
  "many",
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/**
 * One batch in the words of server-sent events: each event with its number as id, so that a reader who was cut off says
 * how far it had come. An id alone moves that on without an event; a comment is a sign of life.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export function toEventStream({ seq, events }: ChangeBatch): string {
  const told = events.map((event) => `id: ${event.seq}\nevent: change\ndata: ${JSON.stringify(event)}\n\n`);
  return `${told.join("")}${seq === null ? ": \n\n" : `id: ${seq}\n\n`}`;
}

/** What is new up to a change's number; null where nothing was looked for. */
export interface ChangeBatch {
  readonly seq: number | null;
  readonly events: readonly ChangeEvent[];
}
