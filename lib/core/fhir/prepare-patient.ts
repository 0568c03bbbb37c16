import { toClinicalScores } from "@/lib/core/fhir/clinical-scores";
import { indexConditions, readConditions } from "@/lib/core/fhir/condition-record";
import { readEventTimes } from "@/lib/core/fhir/event-time";
import { byStart, findStays, type VisitGroup } from "@/lib/core/fhir/find-stays";
import { IssueLog } from "@/lib/core/fhir/issue-log";
import { momentAt, readMoment } from "@/lib/core/fhir/moment";
import { keepOnePatient } from "@/lib/core/fhir/one-patient";
import { type PatientSummary, readPatientSummary } from "@/lib/core/fhir/patient-summary";
import { type PatientContext, readStay, stayView } from "@/lib/core/fhir/prepare-stay";
import { toVisitHistory } from "@/lib/core/fhir/prior-visits";
import { referenceKey } from "@/lib/core/fhir/reference";
import type { FhirEntry, FhirResource } from "@/lib/core/fhir/resource";
import { ResourceIndex } from "@/lib/core/fhir/resource-index";
import { isSimulatedStay, type StayEnding, stayEnding } from "@/lib/core/fhir/stay-ending";
import { sortEvents } from "@/lib/core/fhir/stay-events";
import { toStayFacts, unreadReasons } from "@/lib/core/fhir/stay-facts";
import { toFeatures } from "@/lib/core/fhir/stay-features";
import { readLabelFacts, readLanguage, readPayer } from "@/lib/core/fhir/stay-label-facts";
import { StayLocator, stayWindow } from "@/lib/core/fhir/stay-locator";
import type { StayReading } from "@/lib/core/fhir/stay-reading";
import { readStaySummary, type StaySummary } from "@/lib/core/fhir/stay-summary";
import { readStayTimes, type StayTimes } from "@/lib/core/fhir/stay-times";
import type { LabelReading } from "@/lib/core/labels/label-reading";
import type { PreparedStay } from "@/lib/core/model/prepared-stay";
import type { Applicability, DataIssue } from "@/lib/core/model/scored-stay";
import { checkScope, READMISSION_POPULATION, type StayFacts } from "@/lib/core/scope/scope";

/** A prepared stay, what a ward list shows of it, and what finding its outcome needs. */
export interface ReadStay extends PreparedStay {
  readonly summary: StaySummary;
  /** Why it can be no index stay by how it ended; null where nothing says so. */
  readonly ending: StayEnding | null;
  /** Tagged as decided by a simulation. */
  readonly isSimulated: boolean;
  /** What else its labels are decided by. */
  readonly label: LabelReading;
}

export interface PreparedPatient {
  readonly patient: PatientSummary;
  /** Earliest admission first. */
  readonly stays: readonly ReadStay[];
  /** Troubles of the record as a whole; every stay carries them too. */
  readonly issues: readonly DataIssue[];
}

export interface PrepareOptions {
  /** ISO-8601; what is dated later does not exist. Default: the latest date in the patient's data. */
  readonly now?: string;
  /** Resources that belong to no patient, such as locations and medications, indexed once for all. */
  readonly shared?: ResourceIndex;
  /** Class codes of the site's own that its inpatients bear: "code" or "system|code". */
  readonly inpatientClasses?: readonly string[] | undefined;
}

/**
 * Reads one patient's FHIR R4 resources (or Bundle entries, whose fullUrl references may use): finds the inpatient
 * stays and reads each into features, evidence, clinical scores, scope and issues. Never throws, whatever it is given.
 */
export function preparePatient(
  resources: readonly (FhirResource | FhirEntry)[],
  options: PrepareOptions = {},
): PreparedPatient {
  const issues = new IssueLog();
  const own = keepOnePatient(Array.isArray(resources) ? resources : [], issues);
  const index = new ResourceIndex(own, issues, options.shared);
  const patients = index.all("Patient");
  const patient = readPatientSummary(patients[0], subjectId(index), index, issues);
  const times = readEventTimes(index);
  const given = options.now === undefined ? null : readMoment(options.now);
  if (options.now !== undefined && given === null) issues.add("now-unreadable");
  const now = given ?? times.latest;
  const conditions = readConditions(index, (now ?? momentAt(0)).latest, issues);
  if (now === null) {
    if (index.all("Encounter").length > 0) issues.add("dates-all-missing");
  }
  const at = now ?? momentAt(0);
  const diagnosed = new Set(conditions.flatMap(({ encounter }) => (encounter === null ? [] : [encounter])));
  const found = findStays(index, at.latest, diagnosed, options.inpatientClasses);
  for (const reference of found.danglingParents) {
    issues.add("dangling-reference", { reference, features: ["lengthOfStayDays", "priorInpatient"] });
  }
  const context: PatientContext = {
    index,
    patient,
    patientReference: patients[0] === undefined ? null : index.citation(patients[0]),
    history: toVisitHistory(found.stays, found.others, times.earliestDay),
    conditions: indexConditions(conditions),
    now: at,
    sendsProcedures: index.all("Procedure").length > 0,
  };
  const groups = [...found.stays].sort((a, b) => byStart(a.visits[0] as never, b.visits[0] as never));
  if (groups.length === 0) return { patient, stays: [], issues: issues.list() };
  const logs = groups.map(() => new IssueLog());
  const starts = lastStarts(groups);
  const lastStart = starts.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const stayTimes = groups.map((group, position) =>
    readStayTimes(group.visits, {
      now: at,
      laterStayBegan: (starts[position] as number) < lastStart,
      issues: logs[position] as IssueLog,
    }),
  );
  const windows = groups.map((group, position) => {
    const { discharged, isCurrent } = stayTimes[position] as StayTimes;
    return stayWindow(group, discharged, isCurrent, at);
  });
  const locator = new StayLocator(index, groups, windows);
  const events = sortEvents(groups.length, { index, times, locator, now: at, issues, nowGiven: given !== null });
  const shared = issues.list();
  const said = { payer: readPayer(index), language: readLanguage(patients[0]) };
  const stays = groups.map((group, position) => {
    const log = logs[position] as IssueLog;
    const about = {
      times: stayTimes[position] as StayTimes,
      window: windows[position] ?? null,
      isLast: position === groups.length - 1,
      events: events[position] ?? { labs: [], medications: [], procedures: [] },
    };
    const reading = readStay(group, about, context, log);
    const view = stayView(reading, at);
    const facts = toStayFacts(reading);
    const stay: ReadStay = {
      patientId: patient.id,
      stayId: group.visits[0]?.id ?? "",
      encounterIds: group.visits.map(({ id }) => id),
      admittedAt: about.times.admitted?.written ?? null,
      dischargedAt: about.times.discharged?.written ?? null,
      view,
      ...toFeatures(reading, view),
      scores: toClinicalScores(reading),
      applicability: applicabilityOf(reading, facts),
      issues: [...shared, ...log.list()],
      summary: readStaySummary(group.visits, about.times, at, index),
      ending: about.times.isCurrent ? null : stayEnding(facts),
      isSimulated: isSimulatedStay(group.visits.map(({ resource }) => resource)),
      label: readLabelFacts(reading, facts, { index, ...said }),
    };
    return stay;
  });
  return { patient, stays, issues: shared };
}

function applicabilityOf(reading: StayReading, facts: StayFacts): Applicability {
  const { reasons } = checkScope(facts, READMISSION_POPULATION);
  const all = [...reasons, ...unreadReasons(reading)];
  return { inScope: all.length === 0, reasons: all };
}

/** The latest start of any stay's inpatient encounters, by position of the stay. */
function lastStarts(groups: readonly VisitGroup[]): readonly number[] {
  return groups.map(({ visits }) =>
    visits.reduce(
      (latest, { kind, start }) => (kind === "inpatient" && start !== null ? Math.max(latest, start.earliest) : latest),
      Number.NEGATIVE_INFINITY,
    ),
  );
}

/** What the first Encounter or Condition calls its patient. */
function subjectId(index: ResourceIndex): string {
  for (const type of ["Encounter", "Condition", "Observation"]) {
    const first = index.all(type)[0];
    const key = first === undefined ? null : referenceKey(first.subject ?? first.patient);
    if (key !== null) return key.replace(/^.*[/:|]/, "");
  }
  return "unknown";
}
