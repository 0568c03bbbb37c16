const OWN = "http://own.invalid";

/** What a page may be told in its address; anything else, such as words somebody searched for, is not carried along. */
const KEPT_PARAMETERS = /^(ward|sort|tier|leaving|only|days)$/;

/**
 * Where to go after signing in: a path of this site and nothing else, since a link must not send anybody elsewhere
 * after they typed their password; never the sign-in page itself, and never an API address.
 */
export function ownPath(wanted: unknown): string {
  if (typeof wanted !== "string" || !wanted.startsWith("/")) return "/";
  let url: URL;
  try {
    url = new URL(wanted, OWN);
  } catch {
    return "/";
  }
  const isOwn = url.origin === OWN && !url.pathname.startsWith("//");
  if (!isOwn || /^\/(sign-in|api)(\/|$)/.test(url.pathname)) return "/";
  const kept = new URLSearchParams([...url.searchParams].filter(([name]) => KEPT_PARAMETERS.test(name)));
  return kept.size > 0 ? `${url.pathname}?${kept}` : url.pathname;
}

/** The address of the sign-in page that leads back to `path`. */
export function signInPath(path: string | null): string {
  const next = ownPath(path);
  return next === "/" ? "/sign-in" : `/sign-in?callbackUrl=${encodeURIComponent(next)}`;
}

/** The request header in which the proxy tells a page its own address. */
export const PATH_HEADER = "x-wardlight-path";
