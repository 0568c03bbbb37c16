/** How something went that the server was asked to do. */
export type Done =
  | { readonly ok: true }
  | { readonly ok: false; readonly error: { readonly code: string; readonly message: string } };

/** Why something was not done; null where it was. `changed` is called where somebody else changed it meanwhile. */
export async function failureOf(doing: Promise<Done>, changed?: () => void): Promise<string | null> {
  const done = await doing;
  if (done.ok) return null;
  if (done.error.code === "conflict") changed?.();
  return done.error.message;
}
