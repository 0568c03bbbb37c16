import type { Procedure } from "fhir/r4";
import { DAY, type DemoCalendar, HOUR, MINUTE } from "@/lib/core/demo/demo-calendar";
import { DEMO_PROFILES, PCS, type PcsCode } from "@/lib/core/demo/demo-operations";
import { diagnosisCategory } from "@/lib/core/demo/diagnosis-catalogue";
import { syntheticMeta } from "@/lib/core/demo/fhir-marking";
import type { StayPlan } from "@/lib/core/demo/patient-plan";
import type { SeededRandom } from "@/lib/core/demo/seeded-random";
import { findProfile } from "@/lib/core/theatres/procedure-profile";

const CATHETER: PcsCode = [
  "4A023N7",
  "Measurement of Cardiac Sampling and Pressure, Left Heart, Percutaneous Approach",
];
const ANGIOGRAM: PcsCode = ["B2111ZZ", "Fluoroscopy of Multiple Coronary Arteries using Low Osmolar Contrast"];
const STENT: PcsCode = [
  "027034Z",
  "Dilation of Coronary Artery, One Artery with Drug-eluting Intraluminal Device, Percutaneous Approach",
];
const CENTRAL_LINE: PcsCode = [
  "02HV33Z",
  "Insertion of Infusion Device into Superior Vena Cava, Percutaneous Approach",
];
const TRANSFUSION: PcsCode = [
  "30233N1",
  "Transfusion of Nonautologous Red Blood Cells into Peripheral Vein, Percutaneous Approach",
];
const DIALYSIS: PcsCode = ["5A1D70Z", "Performance of Urinary Filtration, Intermittent, Less than 6 Hours Per Day"];
const UPPER_SCOPE: PcsCode = [
  "0DJ08ZZ",
  "Inspection of Upper Intestinal Tract, Via Natural or Artificial Opening Endoscopic",
];
const LOWER_SCOPE: PcsCode = [
  "0DJD8ZZ",
  "Inspection of Lower Intestinal Tract, Via Natural or Artificial Opening Endoscopic",
];
const HEAD_CT: PcsCode = ["BW28ZZZ", "Computerized Tomography (CT Scan) of Head"];
const PLEURAL_DRAIN: PcsCode = ["0W993ZZ", "Drainage of Right Pleural Cavity, Percutaneous Approach"];
const VENTILATION: PcsCode = ["5A1935Z", "Respiratory Ventilation, Less than 24 Consecutive Hours"];
const CATHETER_BLADDER: PcsCode = [
  "0T9B70Z",
  "Drainage of Bladder with Drainage Device, Via Natural or Artificial Opening",
];

/** What is done for a main diagnosis, most telling first. */
const BY_CATEGORY: Readonly<Record<string, readonly PcsCode[]>> = {
  "410": [STENT, CATHETER, ANGIOGRAM],
  "414": [CATHETER, ANGIOGRAM, STENT],
  "411": [CATHETER, ANGIOGRAM],
  "574": [["0FT44ZZ", "Resection of Gallbladder, Percutaneous Endoscopic Approach"]],
  "575": [["0FT44ZZ", "Resection of Gallbladder, Percutaneous Endoscopic Approach"]],
  "540": [["0DTJ4ZZ", "Resection of Appendix, Percutaneous Endoscopic Approach"]],
  "715": [["0SRC0J9", "Replacement of Right Knee Joint with Synthetic Substitute, Cemented, Open Approach"]],
  "820": [["0QS604Z", "Reposition Right Upper Femur with Internal Fixation Device, Open Approach"]],
  "600": [["0VT08ZZ", "Resection of Prostate, Via Natural or Artificial Opening Endoscopic"]],
  "730": [["0Y6P0Z0", "Detachment at Right 1st Toe, Complete, Open Approach"]],
  "250.7": [["0Y6P0Z0", "Detachment at Right 1st Toe, Complete, Open Approach"]],
  "440": [["04CK3ZZ", "Extirpation of Matter from Right Femoral Artery, Percutaneous Approach"]],
  "578": [UPPER_SCOPE, LOWER_SCOPE, TRANSFUSION],
  "531": [UPPER_SCOPE, TRANSFUSION],
  "532": [UPPER_SCOPE, TRANSFUSION],
  "584": [DIALYSIS, CENTRAL_LINE],
  "585": [DIALYSIS, CENTRAL_LINE],
  "403": [DIALYSIS, CENTRAL_LINE],
  "511": [PLEURAL_DRAIN],
  "518": [VENTILATION, CENTRAL_LINE],
  "434": [HEAD_CT],
  "435": [HEAD_CT],
  "280": [TRANSFUSION, UPPER_SCOPE],
  "285": [TRANSFUSION],
};
const ANYONE: readonly PcsCode[] = [CENTRAL_LINE, CATHETER_BLADDER, TRANSFUSION, HEAD_CT, UPPER_SCOPE, VENTILATION];

/** Operations here take a little longer than its own people think. */
const LONGER = 1.08;
const Z90 = 1.2816;

/** When something was done: from and to where it was in theatre and is over, else a moment. */
function toPerformed(
  code: string,
  time: number,
  {
    until,
    calendar,
    random,
  }: { readonly until: number; readonly calendar: DemoCalendar; readonly random: SeededRandom },
): Pick<Procedure, "performedDateTime" | "performedPeriod"> {
  const profile = findProfile(DEMO_PROFILES, [{ system: PCS, code }]);
  if (profile === null) return { performedDateTime: calendar.instant(time) };
  const { median, ninetieth } = profile.duration;
  const minutes = median * LONGER * Math.exp(random.normal(0, Math.log(ninetieth / median) / Z90));
  const end = time + Math.max(5, Math.round(minutes)) * MINUTE;
  if (end > until) return { performedDateTime: calendar.instant(time) };
  return { performedPeriod: { start: calendar.instant(time), end: calendar.instant(end) } };
}

/** The procedures of a stay that were done by now. */
export function toProcedures(
  stay: StayPlan,
  about: { patient: string; calendar: DemoCalendar; random: SeededRandom },
): Procedure[] {
  const { patient, calendar, random } = about;
  const primary = stay.diagnoses[0]?.category ?? "786";
  const own = BY_CATEGORY[primary] ?? [];
  const codes = [...own, ...random.shuffle(ANYONE.filter((code) => !own.includes(code)))].slice(0, stay.procedureCount);
  const until = stay.end ?? calendar.now;
  const isPlanned = stay.admissionType === "elective" && diagnosisCategory(primary).care === "surgery";
  return codes
    .map(([code, title], i) => ({
      code,
      title,
      time: stay.start + (i === 0 && isPlanned ? 3 * HOUR : (0.05 + 0.6 * random.next()) * stay.lengthDays * DAY),
    }))
    .filter(({ time }) => time < until)
    .map(
      ({ code, title, time }, i): Procedure => ({
        resourceType: "Procedure",
        id: `${stay.id}-proc${i + 1}`,
        meta: syntheticMeta(),
        status: "completed",
        code: { coding: [{ system: PCS, code, display: title }], text: title },
        subject: { reference: `Patient/${patient}` },
        encounter: { reference: `Encounter/${stay.id}` },
        ...toPerformed(code, time, { until, calendar, random: random.fork(`minutes-${i}`) }),
      }),
    );
}
