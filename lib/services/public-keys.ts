import type { SigningKey } from "@/lib/core/connections/signing-keys";
import { runningHouse } from "@/lib/services/running-house";

/** The public parts of the keys Wardlight signs with, the one in use first. Nothing here is anybody's secret. */
export function publicKeys(): readonly SigningKey["publicJwk"][] {
  return runningHouse().environment.signingKeys.map(({ publicJwk }) => publicJwk);
}
