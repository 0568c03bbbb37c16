/** For tests only: where the EHR sends a browser back to. */
export const REDIRECT = "http://127.0.0.1:9/launch/callback";

/** For tests only: a browser's way through the EHR's sign-in as somebody; gives what the EHR sends it back with. */
export async function signInAtEhr(url: string, subject: string): Promise<URLSearchParams> {
  const jar = new Map<string, string>();
  const step = async (address: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(address, { ...init, redirect: "manual", headers: { cookie, ...init.headers } });
    for (const one of response.headers.getSetCookie()) {
      const [pair = ""] = one.split(";");
      jar.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    return response;
  };
  const location = (response: Response, from: string): string => {
    const said = response.headers.get("location");
    if (said === null) throw new Error(`no way on from ${new URL(from).pathname}: ${response.status}`);
    return new URL(said, from).href;
  };
  const interaction = location(await step(url), url);
  if (interaction.startsWith(REDIRECT)) return new URL(interaction).searchParams;
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const body = new URLSearchParams({ subject }).toString();
  const back = location(await step(interaction, { method: "POST", headers, body }), interaction);
  return new URL(location(await step(back), back)).searchParams;
}

/** For tests only: what the browser brought back, as the callback reads it. */
export const answerOf = (sent: URLSearchParams) => ({
  code: sent.get("code"),
  state: sent.get("state"),
  iss: sent.get("iss"),
});
