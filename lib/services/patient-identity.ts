import { ageInYears } from "@/lib/core/worklist/age";
import type { PatientIdentity } from "@/lib/core/worklist/patient-identity";
import { patients } from "@/lib/io/database/schema";
import type { Vault } from "@/lib/io/vault";
import { placeOf } from "@/lib/services/sealed-columns";

/** What is sealed in `patients.identity`; age is worked out when it is read. */
export type StoredIdentity = Omit<PatientIdentity, "id" | "ageYears" | "synthetic">;

const place = (patientId: string): string => placeOf(patients.identity, patientId);

export function sealIdentity(vault: Vault, patientId: string, identity: StoredIdentity): Buffer {
  return vault.seal(identity, place(patientId));
}

/** Opens a patient's identity as of a local day (YYYY-MM-DD). */
export function openIdentity(
  vault: Vault,
  row: { readonly id: string; readonly identity: Uint8Array; readonly synthetic: boolean },
  today: string,
): PatientIdentity {
  const stored = vault.open(row.identity, place(row.id)) as StoredIdentity;
  return { id: row.id, ...stored, ageYears: ageInYears(stored.birthDate, today), synthetic: row.synthetic };
}
