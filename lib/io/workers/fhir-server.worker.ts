import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { type DemoMoment, makeHospital } from "@/lib/core/demo/make-hospital";
import { openFhirRouter } from "@/lib/io/fhir-router";

/** The demo hospital's own FHIR R4 server, on this machine alone: who is in hospital at one moment, and who is booked. */
const moment = workerData as DemoMoment;
const BASE = "/fhir";

const { current, emergency, booked, dayCases } = makeHospital({ ...moment, pastDays: 0 });
const answer = await openFhirRouter([...current, ...emergency, ...booked, ...dayCases]);

const server = createServer((request, response) => {
  const path = request.url?.startsWith(`${BASE}/`) ? request.url.slice(BASE.length) : "/";
  answer(request.method ?? "GET", path)
    .catch(() => ({
      status: 500,
      body: { resourceType: "OperationOutcome", issue: [{ severity: "error", code: "exception" }] },
    }))
    .then(({ status, body }) => {
      response.writeHead(status, { "content-type": "application/fhir+json; charset=utf-8" });
      response.end(JSON.stringify(body));
    });
});
server.listen(0, "127.0.0.1", () => {
  parentPort?.postMessage({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}${BASE}` });
});
