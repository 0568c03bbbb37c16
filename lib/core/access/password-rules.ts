/** A password somebody chooses has at least this many characters; one made here has fewer and is to be changed. */
export const PASSWORD_MINIMUM = 12;
export const PASSWORD_MAXIMUM = 200;

/** Fewer different characters than this are a pattern, not a password. */
const DIFFERENT = 5;

interface Circumstances {
  /** The password it is to replace. */
  readonly current: string;
  readonly email: string;
  readonly name: string;
}

/** As passwords are compared: spelt the same, whatever keyboard it was typed on. */
const plain = (text: string): string => text.normalize("NFKC").toLowerCase();

/**
 * Why a password may not be chosen, in one sentence; null where it may. Length decides, and that it is not what anybody
 * would try first; no rule asks for signs or digits, and none grows old.
 *
 * @see https://pages.nist.gov/800-63-4/sp800-63b.html (3.1.1.2, password verifiers)
 */
export function passwordFault(wanted: string, { current, email, name }: Circumstances): string | null {
  const characters = [...wanted.normalize("NFKC")];
  if (characters.length < PASSWORD_MINIMUM) return `Choose at least ${PASSWORD_MINIMUM} characters.`;
  if (characters.length > PASSWORD_MAXIMUM) return `Choose at most ${PASSWORD_MAXIMUM} characters.`;
  if (wanted.normalize("NFKC") === current.normalize("NFKC")) return "Choose another one than the present password.";
  if (new Set(characters).size < DIFFERENT) return "Choose one that is not a few characters over and over.";
  if ([email, name].some((known) => plain(known).trim() === plain(wanted).trim()))
    return "Choose something else than your name or address.";
  return null;
}
