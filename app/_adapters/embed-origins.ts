const KEY = Symbol.for("wardlight.embed-origins");

/** Pages that may show Wardlight in a frame, as `keepEmbedOrigins` last read them; nobody before that. */
export function embedOrigins(): readonly string[] {
  return ((globalThis as { [key: symbol]: unknown })[KEY] as readonly string[] | undefined) ?? [];
}
