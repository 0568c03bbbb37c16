/** A place in a list ordered by time and id. */
export interface Cursor {
  /** ISO-8601. */
  readonly at: string;
  /** UUID. */
  readonly id: string;
}

const SHAPE =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** A place as it is handed out: opaque, and safe in an address. */
export function encodeCursor({ at, id }: Cursor): string {
  return Buffer.from(`${at} ${id}`).toString("base64url");
}

/** The place a cursor names; null where it was not handed out by `encodeCursor`. */
export function decodeCursor(cursor: string): Cursor | null {
  const [, at, id] = SHAPE.exec(Buffer.from(cursor, "base64url").toString("latin1")) ?? [];
  return at === undefined || id === undefined || Number.isNaN(Date.parse(at)) ? null : { at, id };
}
