import "server-only";

/** How long an opened cookie is remembered, and of how many people. */
const LONGEST_MS = 60_000;
const MOST = 1_000;

const opened = new Map<string, { readonly payload: object; readonly at: number }>();

/**
 * Opens a session cookie once a minute instead of at every request: deriving the key costs more than the rest of asking
 * who it is. It says only *which* session; whether that is still open is asked of the database every time.
 */
export async function recallToken<Payload extends object>(
  token: string,
  open: () => Promise<Payload | null>,
): Promise<Payload | null> {
  const known = opened.get(token);
  if (known && Date.now() - known.at < LONGEST_MS) return known.payload as Payload;
  const payload = await open();
  opened.delete(token);
  // What does not open is nobody's, and is not remembered.
  if (payload !== null) opened.set(token, { payload, at: Date.now() });
  const [oldest] = opened.keys();
  if (opened.size > MOST && oldest !== undefined) opened.delete(oldest);
  return payload;
}
