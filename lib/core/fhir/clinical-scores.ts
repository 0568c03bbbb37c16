import type { StayReading } from "@/lib/core/fhir/stay-reading";
import type { ClinicalScore } from "@/lib/core/model/scored-stay";
import type { Comorbidity } from "@/lib/core/scores/comorbidity";
import { hospitalScore } from "@/lib/core/scores/hospital";
import { laceScore } from "@/lib/core/scores/lace";
import type { Between, Known, SoFar } from "@/lib/core/scores/score-input";

const ACUTE = new Set(["emergency", "urgent", "trauma"]);

/** LACE and HOSPITAL of one stay: ranges while the stay goes on or a component is unknown. */
export function toClinicalScores(reading: StayReading): { lace: ClinicalScore; hospital: ClinicalScore } {
  const { prior, labs, procedures, specialty, times } = reading;
  const isFinal = !times.isCurrent;
  const stayDays = daysOf(reading);
  const urgent = isAcute(reading);
  return {
    lace: laceScore({
      stayDays,
      acute: urgent,
      comorbidities: comorbiditiesAt(reading),
      areComorbiditiesFinal: isFinal,
      emergencyVisits: prior === null ? null : visits(prior.emergencySixMonths, prior.isHalfYearCovered),
    }),
    hospital: hospitalScore({
      haemoglobin: lastLab(labs.haemoglobin, isFinal),
      oncology:
        specialty.level === null ? null : { value: specialty.level === "oncology", evidence: specialty.evidence },
      sodium: lastLab(labs.sodium, isFinal),
      procedure:
        procedures === null
          ? null
          : { value: procedures.length > 0, evidence: procedures, isFinal: isFinal || procedures.length > 0 },
      urgent,
      priorAdmissions: prior === null ? null : visits(prior.inpatient, prior.isYearCovered),
      stayDays,
    }),
  };
}

function daysOf({ times, reference }: StayReading): Between | null {
  if (times.midnights === null) return null;
  const high = times.isCurrent ? Number.POSITIVE_INFINITY : times.midnights;
  return { low: times.midnights, high, evidence: [reference] };
}

function isAcute({ admissionType }: StayReading): Known<boolean> | null {
  const { level, evidence } = admissionType;
  return level === null || level === "newborn" ? null : { value: ACUTE.has(level), evidence };
}

/** What was found is a lower bound where the record does not reach back; nothing found is then nothing known. */
function visits(found: readonly string[], isCovered: boolean): Between | null {
  if (!isCovered && found.length === 0) return null;
  const high = isCovered ? found.length : Number.POSITIVE_INFINITY;
  return { low: found.length, high, evidence: found, isFloor: !isCovered };
}

function lastLab(lab: { value: number; reference: string } | null, isFinal: boolean): SoFar<number> | null {
  return lab === null ? null : { value: lab.value, evidence: [lab.reference], isFinal };
}

/** Coded comorbidities on record by the end of the stay; null where no condition is coded at all. */
function comorbiditiesAt({ conditions, times }: StayReading): readonly Known<Comorbidity>[] | null {
  const end = times.discharged?.latest ?? Number.POSITIVE_INFINITY;
  const found: Known<Comorbidity>[] = [];
  let isCoded = false;
  for (const { isHeld, codes, recorded, comorbidities, reference } of conditions.all) {
    if (!isHeld || codes.length === 0 || (recorded !== null && recorded.earliest > end)) continue;
    isCoded = true;
    for (const value of comorbidities) found.push({ value, evidence: [reference] });
  }
  return isCoded ? found : null;
}
