"use client";
import { type ReactNode, useMemo } from "react";
import { AnswerBar } from "@/components/patient/answer-bar";
import { CardFeedbackList } from "@/components/patient/card-feedback-list";
import { DismissDialog } from "@/components/patient/dismiss-dialog";
import { DoneCard } from "@/components/patient/done-card";
import { DriversCard } from "@/components/patient/drivers-card";
import { FlagDialog } from "@/components/patient/flag-dialog";
import { FlagList } from "@/components/patient/flag-list";
import { HistoryCard } from "@/components/patient/history-card";
import { IssuesCard } from "@/components/patient/issues-card";
import { MissingNotes } from "@/components/patient/missing-notes";
import { ModelCard } from "@/components/patient/model-card";
import { OutsideModel } from "@/components/patient/outside-model";
import type { PageActions } from "@/components/patient/page-actions";
import { RiskCard } from "@/components/patient/risk-card";
import { ScoresCard } from "@/components/patient/scores-card";
import { StayHeader } from "@/components/patient/stay-header";
import { StayNotices } from "@/components/patient/stay-notices";
import type { StayPage } from "@/components/patient/stay-page";
import { useActing } from "@/components/patient/use-acting";
import { Button } from "@/components/ui/button";
import { sortIssues } from "@/lib/core/scores/score-issues";
import type { InterventionDraft } from "@/lib/core/worklist/intervention";
import type { StayView } from "@/lib/core/worklist/stay-view";

/** A dialog that is passed in, because the list has the same one. */
export type NoteDialog = (props: {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly patients: readonly { readonly stayId: string; readonly name: string; readonly place: string | null }[];
  readonly initial: InterventionDraft | null;
  readonly onSubmit: (draft: InterventionDraft) => void;
}) => ReactNode;

interface LoadedStayProps {
  readonly page: StayPage;
  readonly actions: PageActions;
  readonly noteDialog: NoteDialog;
  readonly hasFailed: boolean;
  readonly retry: () => void;
}

/** A patient's page once it is there. */
export function LoadedStay({ page, actions, noteDialog, hasFailed, retry }: LoadedStayProps) {
  const { stay, explanation, labels, timeZone } = page;
  const acting = useActing(stay, actions);
  const evidence = useMemo(() => new Map(stay.evidence.map((one) => [one.reference, one])), [stay.evidence]);
  const probability = stay.scored?.probability ?? null;
  const data = useMemo(() => toData(page), [page]);
  const issues = useMemo(
    () => stay.scored && sortIssues(stay.scored, probability !== null),
    [stay.scored, probability],
  );
  const today = stay.dischargedAt === null ? page.today : null;
  const opening = (isOpen: boolean) => (isOpen ? undefined : acting.close());

  return (
    <div className="patient">
      <StayHeader
        stay={stay}
        timeZone={timeZone}
        actions={
          <>
            {stay.may.flag && <Button onPress={() => acting.open("flag")}>This looks wrong</Button>}
            {stay.may.note && (
              <Button look="main" onPress={() => acting.open("note")}>
                Note what was done
              </Button>
            )}
          </>
        }
      />
      <StayNotices
        failure={acting.failure}
        clearFailure={acting.clearFailure}
        couldNotRefresh={hasFailed}
        retry={retry}
        openedUntil={stay.openedOutsideWardsUntil}
        timeZone={timeZone}
      />
      <FlagList flags={stay.flags} labels={labels} onWithdraw={acting.withdrawFlag} timeZone={timeZone} />
      <CardFeedbackList feedback={stay.cardFeedback} timeZone={timeZone} />
      <div className="patient-columns flex flex-col gap-4 lg:grid lg:grid-cols-[330px_minmax(0,1fr)] lg:items-start">
        <div className="max-lg:contents lg:flex lg:flex-col lg:gap-4">
          {probability === null ? (
            <OutsideModel stay={stay} />
          ) : (
            <RiskCard stay={stay} probability={probability} timeZone={timeZone}>
              {stay.may.respond && (
                <AnswerBar
                  standing={acting.standing}
                  timeZone={timeZone}
                  onAcknowledge={() => acting.respond({ kind: "acknowledged", reason: null, note: "" })}
                  onLater={() => acting.respond({ kind: "agree-later", reason: null, note: "" })}
                  onDismiss={() => acting.open("dismiss")}
                  onUndo={(answer) => acting.undo({ of: { answer } })}
                />
              )}
            </RiskCard>
          )}
          {stay.scored && issues && (
            <div className="max-lg:order-3">
              <ScoresCard {...stay.scored.scores} evidence={evidence} issues={issues} today={today} />
            </div>
          )}
        </div>
        <div className="max-lg:contents lg:flex lg:min-w-0 lg:flex-col lg:gap-4">
          <div className="max-lg:order-1">
            <DoneCard stay={stay} timeZone={timeZone} onUndo={acting.undo} />
          </div>
          {explanation && probability !== null && (
            <div className="max-lg:order-2">
              <DriversCard explanation={explanation} probability={probability} evidence={evidence}>
                <MissingNotes of="what the number was made from" issues={issues?.model ?? []} labels={labels} />
              </DriversCard>
            </div>
          )}
          <div className="flex flex-col gap-4 max-lg:order-4">
            {stay.history.length > 0 && <HistoryCard history={stay.history} timeZone={timeZone} />}
            {issues && (
              <div className={issues.other.length === 0 ? "print:hidden" : undefined}>
                <IssuesCard issues={issues.other} />
              </div>
            )}
            {stay.model && (
              <div className="print:hidden">
                <ModelCard model={stay.model} checkedHere={stay.checkedHere} showsRate={probability !== null} />
              </div>
            )}
          </div>
        </div>
      </div>
      <FlagDialog
        isOpen={acting.dialog === "flag"}
        onOpenChange={opening}
        hasNumber={probability !== null}
        data={data}
        initial={acting.drafts.flag}
        onFlag={acting.flag}
      />
      <DismissDialog
        isOpen={acting.dialog === "dismiss"}
        onOpenChange={opening}
        initial={acting.drafts.dismiss}
        onDismiss={acting.respond}
      />
      {noteDialog({
        isOpen: acting.dialog === "note",
        onOpenChange: opening,
        patients: [toNoted(stay)],
        initial: acting.drafts.note,
        onSubmit: acting.note,
      })}
    </div>
  );
}

function toNoted({ stayId, patient, bed }: StayView) {
  const name = [patient.familyName, patient.givenNames].filter(Boolean).join(", ") || "a patient without a name";
  return { stayId, name, place: bed ?? (patient.mrn === null ? null : `MRN ${patient.mrn}`) };
}

/** What the number was made from, strongest first, to point at: the values of single features. */
function toData({ explanation, labels }: StayPage) {
  if (explanation === null) return Object.entries(labels).map(([feature, words]) => ({ feature, words }));
  return [...explanation.lines, ...explanation.rest]
    .filter(({ feature }) => feature in labels)
    .map(({ feature, sentence }) => ({ feature, words: sentence }));
}
