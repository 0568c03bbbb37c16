import type { View } from "@/lib/core/features/feature-spec";
import { readAdmissionSource, readAdmissionType } from "@/lib/core/fhir/admission";
import { readWords } from "@/lib/core/fhir/codings";
import type { Conditions } from "@/lib/core/fhir/condition-record";
import { readDisposition } from "@/lib/core/fhir/disposition";
import type { VisitGroup } from "@/lib/core/fhir/find-stays";
import type { ISSUE_CODES } from "@/lib/core/fhir/issue-codes";
import type { IssueLog } from "@/lib/core/fhir/issue-log";
import { HOUR_MS, type Moment, readMoment } from "@/lib/core/fhir/moment";
import { ageAt, mayBeEitherSide, type PatientSummary } from "@/lib/core/fhir/patient-summary";
import { findPriorVisits, type VisitHistory } from "@/lib/core/fhir/prior-visits";
import { node, nodes, text } from "@/lib/core/fhir/resource";
import type { ResourceIndex } from "@/lib/core/fhir/resource-index";
import { readSpecialty } from "@/lib/core/fhir/specialty";
import { readStayDiagnoses, type StayDiagnoses } from "@/lib/core/fhir/stay-diagnoses";
import type { StayEvents } from "@/lib/core/fhir/stay-events";
import { readStayLabs } from "@/lib/core/fhir/stay-labs";
import type { StayWindow } from "@/lib/core/fhir/stay-locator";
import { readStayMedications } from "@/lib/core/fhir/stay-medications";
import type { StayReading } from "@/lib/core/fhir/stay-reading";
import type { StayTimes } from "@/lib/core/fhir/stay-times";
import { READMISSION_POPULATION } from "@/lib/core/scope/scope";

/** What every stay of a patient is read against. */
export interface PatientContext {
  readonly index: ResourceIndex;
  readonly patient: PatientSummary;
  readonly patientReference: string | null;
  readonly history: VisitHistory;
  readonly conditions: Conditions;
  readonly now: Moment;
  /** The source sends procedures at all. */
  readonly sendsProcedures: boolean;
}

/** Reads one stay from everything around it. */
export function readStay(
  group: VisitGroup,
  about: { times: StayTimes; window: StayWindow | null; events: StayEvents; isLast: boolean },
  context: PatientContext,
  issues: IssueLog,
): StayReading {
  const { times, window, events } = about;
  const { index, patient, conditions, now } = context;
  const { visits } = group;
  const first = visits.find(({ kind }) => kind === "inpatient") ?? visits[0];
  const reference = first?.reference ?? "";
  for (const trouble of group.troubles) noteTrouble(trouble, group, issues);
  const admissionSource = readAdmissionSource(visits, issues);
  const prior =
    times.admitted === null
      ? null
      : findPriorVisits(times.admitted, group, context.history, admissionSource.level === "emergency");
  if (prior?.isYearCovered !== true) {
    issues.add("prior-history-unknown", { features: ["priorInpatient", "priorEmergency", "priorOutpatient"] });
  }
  const days = window === null ? null : ([window.firstDay, window.lastDay] as const);
  const diagnoses = readStayDiagnoses(visits, { index, conditions, days, endHidden: times.endHidden, issues });
  noteUnreadDiagnoses(diagnoses, issues);
  noteDiabetes(conditions, times, visits, issues);
  if (!context.sendsProcedures) issues.add("procedures-missing", { features: ["procedures"] });
  return {
    group,
    reference,
    times,
    ageYears: ageAt(patient.birthDate, times.admitted ?? now, issues),
    isAdultUncertain: mayBeEitherSide(patient.birthDate, times.admitted ?? now, READMISSION_POPULATION.minimumAgeYears),
    sex: patient.sex,
    patientReference: context.patientReference,
    admissionType: readAdmissionType(visits, issues),
    admissionSource,
    specialty: readSpecialty(visits, index, issues),
    disposition: stayDisposition(group, times, issues),
    prior,
    diagnoses,
    labs: readStayLabs(events.labs, issues),
    medications: readStayMedications(events.medications, index, issues),
    procedures: context.sendsProcedures ? events.procedures : null,
    conditions,
    diedInStay: diedByEnd(patient, times, { now, isLast: about.isLast }, issues),
    placeWords: placeWordsOf(group, index),
  };
}

function noteTrouble(trouble: keyof typeof ISSUE_CODES, group: VisitGroup, issues: IssueLog): void {
  for (const { reference } of group.visits) issues.add(trouble, { reference });
}

const RANKS = ["primaryDiagnosis", "secondDiagnosis", "thirdDiagnosis"];

function noteUnreadDiagnoses(diagnoses: StayDiagnoses, issues: IssueLog): void {
  for (const [rank, feature] of RANKS.entries()) {
    const diagnosis = diagnoses.ranked[rank];
    if (diagnosis !== undefined && diagnosis.group === null) {
      issues.add("diagnosis-code-unknown", { features: [feature], reference: diagnosis.reference });
    }
  }
}

/** The disposition of the last inpatient encounter that has one; not yet known while it lies after now. */
function stayDisposition(group: VisitGroup, times: StayTimes, issues: IssueLog): StayReading["disposition"] {
  const beds = group.visits.filter(({ kind }) => kind === "inpatient");
  const recorded = beds.filter(
    ({ status, hospitalization }) =>
      hospitalization.dischargeDisposition !== undefined && !(times.endHidden && status !== "in-progress"),
  );
  for (const visit of recorded.reverse()) {
    const disposition = readDisposition(visit.hospitalization.dischargeDisposition);
    if (disposition === null) continue;
    if (disposition === "unknown") {
      issues.add("disposition-unknown", { features: ["dischargePlan"], reference: visit.reference });
    }
    return disposition;
  }
  if (!times.isCurrent) {
    issues.add("disposition-missing", { features: ["dischargePlan"], reference: beds[0]?.reference ?? null });
  }
  return null;
}

function diedByEnd(
  patient: PatientSummary,
  times: StayTimes,
  about: { now: Moment; isLast: boolean },
  issues: IssueLog,
) {
  const { now, isLast } = about;
  const died = readMoment(patient.deceasedAt);
  const isDated = died !== null && died.precision !== "year" && died.precision !== "month";
  // A death without a day falls into a stay that has not ended, or into the last one.
  if (!isDated) return patient.deceased === true && (times.isCurrent || isLast);
  if (died.earliest > now.latest || times.admitted === null) return false;
  if (died.lastDay < times.admitted.day) {
    issues.add("death-before-stay");
    return true;
  }
  const end = times.discharged ?? (times.isCurrent ? now : null);
  return end !== null && died.day <= end.lastDay;
}

/** Says what is doubtful about the diabetes a stay is in scope for. */
function noteDiabetes(
  { diabetes }: Conditions,
  times: StayTimes,
  visits: VisitGroup["visits"],
  issues: IssueLog,
): void {
  if (diabetes === null || diabetes.length === 0) return;
  if (diabetes.every(({ isOver }) => isOver))
    issues.add("diabetes-over", { reference: diabetes[0]?.reference ?? null });
  const end = times.discharged?.latest;
  const own = new Set(visits.map(({ reference }) => reference));
  const isLater = diabetes.every(
    ({ recorded, encounter }) =>
      end !== undefined && recorded !== null && recorded.earliest > end && !(encounter !== null && own.has(encounter)),
  );
  if (isLater) issues.add("diabetes-recorded-later", { reference: diabetes[0]?.reference ?? null });
}

/** Names and types of the places a stay was in. */
function placeWordsOf({ visits }: VisitGroup, index: ResourceIndex): string {
  const words: string[] = [];
  for (const { kind, resource } of visits) {
    if (kind !== "inpatient") continue;
    for (const item of nodes(resource.location)) {
      const place = index.resolve(item.location, "Location", resource);
      words.push(text(node(item.location).display) ?? "", text(place?.name) ?? "", readWords(place?.type));
    }
  }
  return words.join(" ");
}

/** From when a current stay is more than its first impression, in milliseconds after admission. */
const ADMISSION_VIEW_MS = 24 * HOUR_MS;

/** Which view a stay is scored by: discharge once a plan is recorded or it has ended, admission in its first day. */
export function stayView({ times, disposition }: StayReading, now: Moment): View {
  if (!times.isCurrent) return "discharge";
  if (disposition !== null && disposition !== "still-patient") return "discharge";
  if (times.admitted === null) return "stay";
  const timed = times.admitted.precision === "time";
  const firstDay = timed ? now.latest - times.admitted.earliest < ADMISSION_VIEW_MS : times.midnights === 0;
  return firstDay ? "admission" : "stay";
}
