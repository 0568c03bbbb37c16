import type { Doer, Role } from "@/lib/core/access/access";
import type { ValidationVerdict } from "@/lib/core/validation/verdict";

/** What one person said about showing a model's scores on wards. Times are ISO-8601. */
export interface VisibilityDecision {
  readonly kind: "approved" | "withdrawn";
  /** The report an approval rests on. */
  readonly reportId: string | null;
  readonly userId: string;
  /** The role it was said in. */
  readonly role: Role | "system";
  readonly at: string;
}

/** What of a stored report decides. */
export interface ReportFacts {
  readonly id: string;
  readonly at: string;
  readonly verdict: ValidationVerdict;
  readonly stays: number;
  readonly readmissions: number;
  readonly simulated: boolean;
}

export type SilenceReason = "no-report" | "not-usable" | "awaiting-approval" | "withdrawn";

/** Whether wards see a model's scores, and why. */
export type ModelVisibility =
  | { readonly state: "shown"; readonly because: "demo" | "approved"; readonly since: string | null }
  | { readonly state: "silent"; readonly because: SilenceReason };

/** It takes both, as two people. */
export const APPROVING_ROLES = ["data-scientist", "clinician"] as const satisfies readonly Role[];

const byTime = (a: { readonly at: string }, b: { readonly at: string }): number => a.at.localeCompare(b.at);

/** The newest of a model version's reports; null where there is none. */
export function newestReport<Report extends ReportFacts>(reports: readonly Report[]): Report | null {
  return [...reports].sort(byTime).at(-1) ?? null;
}

/** Approvals that still stand: those said after the last withdrawal, oldest first. */
export function standingApprovals<Decision extends VisibilityDecision>(decisions: readonly Decision[]): Decision[] {
  // Of two said in the same moment the withdrawal counts.
  const inOrder = [...decisions].sort((a, b) => byTime(a, b) || a.kind.localeCompare(b.kind));
  return inOrder.slice(inOrder.findLastIndex(({ kind }) => kind === "withdrawn") + 1);
}

/** When the second of two people of both roles approved this report; null while one is missing. */
function approvedSince(approvals: readonly VisibilityDecision[], reportId: string): string | null {
  const [scientists, clinicians] = APPROVING_ROLES.map((role) =>
    approvals.filter((said) => said.reportId === reportId && said.role === role),
  );
  const times = (scientists ?? []).flatMap((scientist) =>
    (clinicians ?? [])
      .filter(({ userId }) => userId !== scientist.userId)
      .map((clinician) => (scientist.at > clinician.at ? scientist.at : clinician.at)),
  );
  return times.sort()[0] ?? null;
}

/**
 * Whether wards see a model version's scores. Outside the demo: only while a data scientist and a clinician, two
 * people, have both approved the same usable report and nobody withdrew since. A newer report that says "do not use
 * here" ends it as well: what was approved no longer holds. In the demo they are shown until somebody withdraws.
 *
 * @param decisions about this version, in any order
 * @param reports of this version, in any order
 */
export function modelVisibility(
  decisions: readonly VisibilityDecision[],
  reports: readonly ReportFacts[],
  isDemo: boolean,
): ModelVisibility {
  const wasWithdrawn = decisions.some(({ kind }) => kind === "withdrawn");
  if (isDemo && !wasWithdrawn) return { state: "shown", because: "demo", since: null };
  const newest = newestReport(reports);
  if (newest === null) return { state: "silent", because: wasWithdrawn ? "withdrawn" : "no-report" };
  if (newest.verdict === "do-not-use-here") return { state: "silent", because: "not-usable" };
  const approvals = standingApprovals(decisions);
  const times = reports
    .filter((report) => report.verdict === "usable" && (isDemo || !report.simulated))
    .flatMap(({ id }) => approvedSince(approvals, id) ?? []);
  const since = times.sort()[0];
  if (since !== undefined) return { state: "shown", because: "approved", since };
  if (approvals.length === 0 && wasWithdrawn) return { state: "silent", because: "withdrawn" };
  return { state: "silent", because: newest.verdict === "usable" ? "awaiting-approval" : "not-usable" };
}

/** Why a report cannot be approved, in one sentence; null where it can. */
export function whyNotApprovable(report: ReportFacts, newest: ReportFacts | null, isDemo: boolean): string | null {
  if (newest !== null && newest.id !== report.id) return "There is a newer report of this model. Decide on that one.";
  if (report.verdict === "do-not-use-here") return "This report says not to use the model here; it cannot be approved.";
  if (report.verdict === "too-few")
    return "This report cannot say yet whether the model is usable here; it cannot be approved.";
  if (report.simulated && !isDemo)
    return "This report rests on simulated outcomes; it proves nothing about this hospital.";
  return null;
}

/** Roles that see a score while the model is silent: those who judge it, and nobody who cares for the patient. */
export function seesSilentScores(role: Doer): boolean {
  return role === "data-scientist" || role === "system";
}

const WHY_SILENT: Readonly<Record<SilenceReason, string>> = {
  "no-report": "it has not been checked on this hospital’s own outcomes yet",
  "not-usable": "the check on this hospital’s own outcomes did not show that it can be used here",
  "awaiting-approval": "it was checked on this hospital’s own outcomes, and the two approvals are not complete",
  withdrawn: "its approval was withdrawn",
};

/** Why there are no scores, in one sentence. */
export function silenceReason(because: SilenceReason): string {
  return `Model scores are not shown: ${WHY_SILENT[because]}.`;
}

/** What a ward reads in place of scores. */
export function silenceSentence(because: SilenceReason): string {
  return `${silenceReason(because)} LACE and HOSPITAL are shown; patients stand by when they leave, then by LACE.`;
}
