import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runCli } from "@/lib/cli/test-cli";

const scratch = mkdtempSync(join(tmpdir(), "wardlight-sync-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A FHIR server with nobody in it; `refuses` says what it does not let us read. */
async function emptySource(refuses: (path: string) => boolean) {
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    const body = path.startsWith("/metadata")
      ? { resourceType: "CapabilityStatement", fhirVersion: "4.0.1", status: "active" }
      : { resourceType: "Bundle", type: "searchset", total: 0 };
    response.writeHead(refuses(path) ? 403 : 200, { "content-type": "application/fhir+json" });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { baseUrl, close: () => new Promise((done) => server.close(done)) };
}

/** Runs `wardlight sync` against a server. */
const sync = (baseUrl: string) =>
  runCli(["sync"], {
    ...{ WARDLIGHT_DEMO: "1", WARDLIGHT_DATA_DIR: join(scratch, "data"), FHIR_BASE_URL: baseUrl },
    ORT_DISABLE_TELEMETRY: "1",
  });

describe("sync", () => {
  it("reads the emergency department and bookings too, and says where only that fails", {
    timeout: 90_000,
  }, async () => {
    const whole = await emptySource(() => false);
    const read = await sync(whole.baseUrl);
    await whole.close();
    expect(read).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse(read.out)).toMatchObject({ patients: 0, demand: { visits: 0, scored: 0, booked: 0 } });

    const partly = await emptySource((path) => path.includes("class=EMER"));
    const refused = await sync(partly.baseUrl);
    await partly.close();
    expect(refused.code).toBe(0);
    expect(JSON.parse(refused.out)).toMatchObject({ patients: 0, demand: null });
    expect(refused.err).toMatch(/^The emergency department and bookings could not be read: .+\n$/);
  });
});
