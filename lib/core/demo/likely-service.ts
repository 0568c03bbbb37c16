import { diagnosisCategory } from "@/lib/core/demo/diagnosis-catalogue";
import type { SeededRandom } from "@/lib/core/demo/seeded-random";

/** Half of UCI's stays name no specialty; a hospital of today nearly always knows the service. */
const SHARE_NAMED = 0.85;

/** The service that would look after a main diagnosis where the drawn stay names none ("?"); rarely left unnamed. */
export function likelyService(specialty: string | undefined, diagnosis: string, random: SeededRandom): string {
  if (specialty !== undefined && specialty !== "?") return specialty;
  if (!random.chance(SHARE_NAMED)) return "?";
  const { care, chapter } = diagnosisCategory(diagnosis);
  if (care === "cardiac-renal")
    return chapter === "genitourinary" || diagnosis === "250.4" ? "Nephrology" : "Cardiology";
  if (care === "surgery") {
    if (chapter === "musculoskeletal" || chapter === "injury") return "Orthopedics";
    if (chapter === "circulatory" || diagnosis === "250.7") return "Surgery-Vascular";
    return chapter === "genitourinary" ? "Urology" : "Surgery-General";
  }
  if (care === "psychiatric") return "Psychiatry";
  if (care === "rehabilitation") return "PhysicalMedicineandRehabilitation";
  if (care === "obstetric") return "ObstetricsandGynecology";
  if (chapter === "respiratory" && random.chance(0.3)) return "Pulmonology";
  return random.chance(0.8) ? "InternalMedicine" : "Family/GeneralPractice";
}
