import "server-only";
import { cookies } from "next/headers";
import { encode } from "next-auth/jwt";
import { cookieHeader, launchCookieName, sessionCookieName } from "@/app/_adapters/cookies";
import { SESSION_MS } from "@/lib/core/access/session-rules";
import { type RunningHouse, runningHouse } from "@/lib/services/running-house";
import { beginLaunch, completeLaunch, LAUNCH_MS } from "@/lib/services/smart-launch";

const isSecure = ({ environment }: RunningHouse): boolean => environment.baseUrl.startsWith("https:");

/** To another address, with cookies; never kept by anything on the way, and the code is in no Referer. */
function goTo(address: string, setCookies: readonly string[] = []): Response {
  const headers = new Headers({ Location: address, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" });
  for (const one of setCookies) headers.append("Set-Cookie", one);
  return new Response(null, { status: 303, headers });
}

const ended = (why: string): Response => goTo(`/launch/ended?why=${why}`);

/** `/launch?iss=…&launch=…` from an EHR, `/launch` or `/launch?iss=…` by itself. */
export async function handleLaunch(request: Request): Promise<Response> {
  const house = runningHouse();
  const { searchParams } = new URL(request.url);
  const begun = await beginLaunch(house, { iss: searchParams.get("iss"), launch: searchParams.get("launch") });
  if (typeof begun === "string") return ended(begun);
  const secure = isSecure(house);
  const { url, carried, mayBeFramed } = begun;
  return goTo(url, [cookieHeader(launchCookieName(secure), carried, { secure, mayBeFramed, maxAgeMs: LAUNCH_MS })]);
}

/** Back from the EHR: a session for whoever it names, at the stay that was open there. */
export async function handleLaunchCallback(request: Request): Promise<Response> {
  const house = runningHouse();
  const secure = isSecure(house);
  const { searchParams } = new URL(request.url);
  const launchCookie = launchCookieName(secure);
  const sealed = (await cookies()).get(launchCookie)?.value ?? null;
  const [code, state, iss] = [searchParams.get("code"), searchParams.get("state"), searchParams.get("iss")];
  const done = await completeLaunch(house, sealed, { code, state, iss });
  if (typeof done === "string") return ended(done);
  const { userId, sessionId, stayId, mayBeFramed } = done;
  const token = await encode({
    token: { sub: userId, sid: sessionId },
    secret: house.environment.sessionSecret,
    maxAge: SESSION_MS / 1000,
  });
  return goTo(stayId === null ? "/launch/ended?why=no-stay" : `/stays/${encodeURIComponent(stayId)}`, [
    cookieHeader(sessionCookieName(secure), token, { secure, mayBeFramed, maxAgeMs: SESSION_MS }),
    cookieHeader(launchCookie, "", { secure, mayBeFramed, maxAgeMs: 0 }),
  ]);
}
