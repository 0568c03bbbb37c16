import { continuesIn, indexExclusion } from "@/lib/core/labels/index-eligibility";
import type { Label } from "@/lib/core/labels/label";
import type { LabelStay } from "@/lib/core/labels/label-reading";
import { judgePlanned } from "@/lib/core/labels/planned-readmission";
import { findOutcomes } from "@/lib/core/outcomes/find-outcomes";
import { OUTCOME_DAYS } from "@/lib/core/outcomes/outcome";

const WINDOW_MS = OUTCOME_DAYS * 86_400_000;

interface Known {
  /** When the patient died, epoch ms; null where not or not known. */
  readonly diedAt: number | null;
  /** Epoch ms. */
  readonly now: number;
}

const references = (stay: LabelStay | undefined): string[] =>
  stay === undefined ? [] : stay.encounterIds.map((id) => `Encounter/${id}`);

/**
 * What followed each of one patient's stays, by both targets, as far as it is known: a stay whose 30 days are not over
 * has a label only where it is excluded, its patient has come back or died. The order of the stays does not matter.
 *
 * @see docs/labels.md
 */
export function deriveLabels(stays: readonly LabelStay[], known: Known): Label[] {
  const ordered = [...stays].sort(
    (a, b) => (a.admittedAt ?? 0) - (b.admittedAt ?? 0) || (a.stayId < b.stayId ? -1 : 1),
  );
  return [...deriveAny(ordered, known), ...ordered.flatMap((stay) => deriveUnplanned(stay, ordered, known) ?? [])];
}

/** The shipped model's target, exactly as `lib/core/outcomes` decides it. */
function deriveAny(stays: readonly LabelStay[], known: Known): Label[] {
  const byId = new Map(stays.map((stay) => [stay.stayId, stay]));
  return findOutcomes(stays, known).flatMap(({ status, ...outcome }): Label[] => {
    if (status === "pending") return [];
    const back = outcome.readmissionStayId === null ? undefined : byId.get(outcome.readmissionStayId);
    const encounters = [...references(byId.get(outcome.stayId)), ...references(back)];
    const evidence = { stayIds: [outcome.stayId], encounters, planned: null };
    return [{ ...outcome, target: "any-readmission-30d", status, plannedBasis: null, evidence }];
  });
}

/** Whether `stay` began after `before` had ended, or as its continuation. */
const isLater = (stay: LabelStay, before: LabelStay & { readonly dischargedAt: number }): boolean =>
  stay.stayId !== before.stayId &&
  stay.admittedAt !== null &&
  stay.admittedAt >= Math.max(before.dischargedAt, before.admittedAt ?? before.dischargedAt);

function nextOf(
  stay: LabelStay & { readonly dischargedAt: number },
  stays: readonly LabelStay[],
): LabelStay | undefined {
  // What is no acute stay neither readmits nor continues.
  return stays.find((other) => isLater(other, stay) && other.isAcute !== false);
}

function hasEnded(stay: LabelStay): stay is LabelStay & { readonly dischargedAt: number } {
  return stay.dischargedAt !== null;
}

/** The stays that go on in this one, the first of them first. */
function joinedBefore(stay: LabelStay, stays: readonly LabelStay[]): LabelStay[] {
  const chain: LabelStay[] = [];
  for (let at: LabelStay | undefined = stay; at !== undefined; ) {
    const here: LabelStay = at;
    const before: LabelStay | undefined = stays.find(
      (other) =>
        hasEnded(other) && !chain.includes(other) && nextOf(other, stays) === here && continuesIn(other, here) !== null,
    );
    if (before !== undefined) chain.unshift(before);
    at = before;
  }
  return chain;
}

/** CMS-style: index eligibility, transfers joined, planned told apart; only the first readmission is looked at. */
function deriveUnplanned(stay: LabelStay, stays: readonly LabelStay[], { diedAt, now }: Known): Label | null {
  if (!hasEnded(stay) || stay.dischargedAt > now) return null;
  const { stayId, dischargedAt } = stay;
  const maturesAt = dischargedAt + WINDOW_MS;
  const episode = [...joinedBefore(stay, stays), stay].map((part) => part.stayId);
  const evidence = { stayIds: episode, encounters: references(stay), planned: null };
  const label: Omit<Label, "status"> = {
    ...{ stayId, target: "unplanned-readmission-30d", reason: null, plannedBasis: null, evidence },
    ...{ readmissionStayId: null, readmittedAt: null, dischargedAt, maturesAt },
  };
  const next = nextOf(stay, stays);
  const isSeen = next?.admittedAt != null && next.admittedAt <= now;
  const continued = next === undefined || !isSeen ? null : continuesIn(stay, next);
  const reason = continued ?? indexExclusion(stay);
  if (reason !== null) {
    const encounters = continued === null ? evidence.encounters : [...evidence.encounters, ...references(next)];
    return { ...label, status: "excluded", reason, evidence: { ...evidence, encounters } };
  }
  const back = next?.admittedAt != null && isSeen && next.admittedAt <= maturesAt ? next : undefined;
  const verdict = back === undefined ? null : judgePlanned(back);
  const judged = {
    ...label,
    plannedBasis: verdict?.basis ?? null,
    evidence: {
      ...evidence,
      encounters: [...evidence.encounters, ...references(back)],
      planned: verdict?.rule ?? null,
    },
  };
  if (back !== undefined && verdict?.rule === null)
    return { ...judged, status: "readmitted", readmissionStayId: back.stayId, readmittedAt: back.admittedAt };
  if (diedAt !== null && diedAt >= dischargedAt && diedAt <= Math.min(maturesAt, now))
    return { ...judged, status: "died" };
  return now >= maturesAt ? { ...judged, status: "not-readmitted" } : null;
}
