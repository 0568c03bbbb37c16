import { randomUUID } from "node:crypto";
import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import type { Role } from "@/lib/core/access/access";
import { Fault } from "@/lib/core/fault";
import { featureIndex } from "@/lib/core/features/feature-table";
import { OUTCOME_DAYS, OUTCOME_TARGET } from "@/lib/core/outcomes/outcome";
import {
  ADJUDICATION_NOTE_MAXIMUM,
  AGREEMENTS,
  DECISIONS,
  decisionsOn,
  EVIDENCE_KINDS,
  type EvidenceKind,
} from "@/lib/core/review/adjudication";
import { correctedValue } from "@/lib/core/review/corrected-value";
import { daysBetween, localDay } from "@/lib/core/worklist/leaving-group";
import { adjudications } from "@/lib/io/database/review-schema";
import { outcomes } from "@/lib/io/database/schema";
import { labels } from "@/lib/io/database/training-schema";
import {
  type FoundFlag,
  findReviewedFlag,
  findStandingDecision,
  findWardsOfFlag,
  lockFlag,
} from "@/lib/services/review-flags";
import { placeOf } from "@/lib/services/sealed-columns";
import { type Scope, verb } from "@/lib/services/verb";

const note = z
  .string()
  .trim()
  .max(ADJUDICATION_NOTE_MAXIMUM, `can be at most ${ADJUDICATION_NOTE_MAXIMUM} characters`)
  .default("");

const input = z.object({
  flagId: z.uuid(),
  decision: z.enum(DECISIONS),
  /** Whether whoever flagged it was right: measures flags, changes nothing. */
  agreement: z.enum(AGREEMENTS),
  /** What shows that the outcome is wrong: needed for that decision, and for no other. */
  evidence: z.enum(EVIDENCE_KINDS).nullish(),
  /** Of a readmission elsewhere: its local day, and whether it was planned. */
  readmittedOn: z.iso.date().nullish(),
  wasPlanned: z.boolean().nullish(),
  /** Which value is wrong, and what is right: in its unit, a level's code, or null for "not recorded". */
  feature: z.string().min(1).max(100).nullish(),
  correctedValue: z.union([z.number(), z.string().max(100), z.null()]).optional(),
  note,
});
type Draft = z.output<typeof input>;

/** What of a decision is stored beside who, when and why. */
type Said = Pick<
  typeof adjudications.$inferInsert,
  "evidence" | "readmittedOn" | "wasPlanned" | "feature" | "was" | "corrected"
>;

async function findOutcome({ tx }: Scope, stayId: string) {
  const [found] = await tx
    .select({ status: outcomes.status })
    .from(outcomes)
    .where(and(eq(outcomes.stayId, stayId), eq(outcomes.target, OUTCOME_TARGET)));
  return found?.status ?? null;
}

/** The day somebody was readmitted elsewhere, checked against the stay; a Fault where it cannot be. */
function elsewhereOn({ house, now }: Scope, { stay }: FoundFlag, { readmittedOn, wasPlanned }: Draft): Said {
  if (!readmittedOn) throw new Fault("bad-input", "readmittedOn: say on which day they were readmitted.");
  if (wasPlanned === null || wasPlanned === undefined)
    throw new Fault("bad-input", "wasPlanned: say whether that readmission was planned.");
  const left = stay.dischargedAt === null ? null : localDay(stay.dischargedAt, house.timeZone);
  const days = left === null ? -1 : daysBetween(left, readmittedOn);
  if (days < 0 || days > OUTCOME_DAYS || daysBetween(readmittedOn, localDay(now, house.timeZone)) < 0)
    throw new Fault("bad-input", `readmittedOn: must be within ${OUTCOME_DAYS} days after discharge, and not to come.`);
  return { evidence: "readmission-elsewhere", readmittedOn, wasPlanned };
}

/** Evidence against the recorded outcome, and only where there is one that it speaks against. */
/**
 * Held against the labels as well, which training sets are made of: nothing is put right there that they do not say.
 * A stay that was never labelled is not held against them.
 */
async function assertLabelled({ tx }: Scope, stayId: string, evidence: EvidenceKind): Promise<void> {
  const newest = await tx
    .selectDistinctOn([labels.target], { target: labels.target, status: labels.status, evidence: labels.evidence })
    .from(labels)
    .where(eq(labels.stayId, stayId))
    .orderBy(labels.target, desc(labels.id));
  const labelOf = new Map(newest.map((label) => [label.target, label]));
  const any = labelOf.get("any-readmission-30d");
  if (any?.status === "withdrawn")
    throw new Fault("conflict", "The record no longer shows how this stay ended, so there is no outcome to correct.");
  const unplanned = labelOf.get("unplanned-readmission-30d");
  if (evidence !== "planned" || unplanned === undefined || unplanned.status === "readmitted") return;
  throw new Fault(
    "conflict",
    unplanned.evidence.planned === null
      ? "This stay counts no unplanned readmission, so there is none to call planned."
      : `The record’s rules call this readmission planned already (${unplanned.evidence.planned}).`,
  );
}

async function outcomeSaid(scope: Scope, found: FoundFlag, draft: Draft): Promise<Said> {
  const { evidence } = draft;
  if (!evidence) throw new Fault("bad-input", "evidence: an outcome is called wrong only with evidence; say which.");
  if (draft.note === "") throw new Fault("bad-input", "note: say where the evidence is found.");
  const status = await findOutcome(scope, found.flag.stayId);
  if (status === null || status === "pending")
    throw new Fault("conflict", "No outcome is recorded yet: the 30 days after discharge are not over.");
  if (status === "excluded")
    throw new Fault("conflict", "This stay counts in no outcome, so there is none to correct.");
  const isReadmitted = status === "readmitted";
  await assertLabelled(scope, found.flag.stayId, evidence);
  if (evidence === "readmission-elsewhere") {
    if (isReadmitted) throw new Fault("conflict", "The record already shows a readmission.");
    return elsewhereOn(scope, found, draft);
  }
  if (!isReadmitted) throw new Fault("conflict", "The record shows no readmission that this could be about.");
  return { evidence };
}

/** The right value, encoded through the feature table; a Fault where it is none, or is the one the score was made with. */
function featureSaid({ prediction }: FoundFlag, { feature, correctedValue: value }: Draft): Said {
  if (!feature) throw new Fault("bad-input", "feature: say which value is wrong.");
  if (value === undefined) throw new Fault("bad-input", "correctedValue: say what is right.");
  const encoded = correctedValue(feature, value);
  if ("problem" in encoded) throw new Fault("bad-input", `correctedValue: ${encoded.problem}.`);
  const was = prediction.features[featureIndex(feature)];
  if (was === encoded.code) throw new Fault("bad-input", "correctedValue: is the value the score was made with.");
  return { feature, was, corrected: encoded.code };
}

async function whatIsSaid(scope: Scope, found: FoundFlag, draft: Draft): Promise<Said> {
  if (draft.decision === "outcome-wrong") return outcomeSaid(scope, found, draft);
  if (draft.decision === "feature-wrong") return featureSaid(found, draft);
  if (draft.decision === "exclude" && draft.note === "")
    throw new Fault("bad-input", "note: say why this stay should be left out.");
  return {};
}

/**
 * Decides on a flag, once, and as somebody else than whoever wrote it. The record itself is not touched: what is decided
 * is applied where a training set is made.
 */
export const adjudicateFlag = verb({
  name: "adjudicate-flag",
  input,
  about: ({ flagId }): Record<string, string> => ({ flagId }),
  wards: (scope, { flagId }) => findWardsOfFlag(scope, flagId),
  run: async (scope, draft) => {
    const { tx, actor, now, house } = scope;
    const { flagId, decision, agreement } = draft;
    await lockFlag(scope, flagId);
    const found = await findReviewedFlag(scope, flagId);
    const { flag, prediction } = found;
    if (flag.userId === actor.id) throw new Fault("forbidden", "You wrote this flag; somebody else decides on it.");
    if (flag.withdrawnAt !== null) throw new Fault("conflict", "This flag was withdrawn.");
    if ((await findStandingDecision(scope, flagId)) !== null)
      throw new Fault("conflict", "This flag was decided already. Take that decision back first.");
    if (!decisionsOn(flag.kind).includes(decision))
      throw new Fault(
        "bad-input",
        "decision: “too high” and “too low” are a signal and change nothing a model learns from. Where the record itself is wrong, have it flagged as wrong data.",
      );
    const said = await whatIsSaid(scope, found, draft);
    const id = randomUUID();
    const about = { flagId, flagKind: flag.kind, stayId: flag.stayId, predictionId: prediction.id };
    await tx.insert(adjudications).values({
      ...about,
      ...said,
      id,
      decision,
      agreement,
      userId: actor.id,
      role: actor.role as Role,
      note: house.vault.seal(draft.note, placeOf(adjudications.note, id)),
      at: now,
    });
    const detail = { decision, agreement, ...(said.evidence ? { evidence: said.evidence } : {}) };
    const target = { flagId, stayId: flag.stayId, adjudicationId: id };
    return { output: { id, flagId, decision }, audit: { target, detail } };
  },
});

/** Takes a decision back, with a reason; both stay on record, and the flag waits again. */
export const withdrawAdjudication = verb({
  name: "withdraw-adjudication",
  input: z.object({ flagId: z.uuid(), note: note.unwrap().min(1, "say why the decision is taken back") }),
  about: ({ flagId }): Record<string, string> => ({ flagId }),
  wards: (scope, { flagId }) => findWardsOfFlag(scope, flagId),
  run: async (scope, draft) => {
    const { tx, actor, now, house } = scope;
    const { flagId } = draft;
    await lockFlag(scope, flagId);
    const { flag } = await findReviewedFlag(scope, flagId);
    if (flag.userId === actor.id) throw new Fault("forbidden", "You wrote this flag; somebody else decides on it.");
    const standing = await findStandingDecision(scope, flagId);
    if (standing === null) throw new Fault("conflict", "There is no decision on this flag to take back.");
    const id = randomUUID();
    await tx.insert(adjudications).values({
      id,
      flagId,
      flagKind: flag.kind,
      stayId: flag.stayId,
      predictionId: standing.predictionId,
      decision: "withdrawn",
      withdraws: standing.id,
      userId: actor.id,
      role: actor.role as Role,
      note: house.vault.seal(draft.note, placeOf(adjudications.note, id)),
      at: now,
    });
    const target = { flagId, stayId: flag.stayId, adjudicationId: standing.id };
    return { output: { flagId, withdrawn: standing.id }, audit: { target, detail: { decision: standing.decision } } };
  },
});
