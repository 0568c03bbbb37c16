import { Fault } from "@/lib/core/fault";
import { type FhirClient, openFhirClient } from "@/lib/io/fhir-client";
import type { RunningHouse } from "@/lib/services/running-house";

interface Patience {
  readonly retries?: number;
  readonly timeoutMs?: number;
}

/** The FHIR server patients are read from; throws a Fault where none is. */
export function openSourceClient({ environment }: RunningHouse, patience: Patience = {}): FhirClient {
  const { fhirBaseUrl: baseUrl, fhirSignIn: signIn } = environment;
  if (baseUrl === null) throw new Fault("not-ready", "No FHIR server is read here.");
  return openFhirClient({ baseUrl, signIn, ...patience });
}
