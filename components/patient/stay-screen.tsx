"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { DriversCard } from "@/components/patient/drivers-card";
import { FlagDialog } from "@/components/patient/flag-dialog";
import { FlagList } from "@/components/patient/flag-list";
import { IssuesCard } from "@/components/patient/issues-card";
import { ModelCard } from "@/components/patient/model-card";
import { OutsideModel } from "@/components/patient/outside-model";
import { RiskCard } from "@/components/patient/risk-card";
import { ScoresCard } from "@/components/patient/scores-card";
import { StayHeader } from "@/components/patient/stay-header";
import { type StayPage, stayKey } from "@/components/patient/stay-page";
import { StaySkeleton } from "@/components/patient/stay-skeleton";
import { type FlagActions, useFlags } from "@/components/patient/use-flags";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

/** Every reading of a score is audited, so the page asks again seldom, and when the reader comes back to it. */
const REFRESH_EVERY_MS = 5 * 60_000;

interface StayScreenProps {
  readonly stayId: string;
  readonly load: (stayId: string) => Promise<StayPage>;
  readonly actions: FlagActions;
}

/** One patient's number, why it is what it is, and what others said about it. */
export function StayScreen({ stayId, load, actions }: StayScreenProps) {
  const query = useQuery({
    queryKey: stayKey(stayId),
    queryFn: () => load(stayId),
    refetchInterval: REFRESH_EVERY_MS,
    staleTime: 30_000,
  });
  if (query.data)
    return (
      <LoadedStay page={query.data} actions={actions} hasFailed={query.isError} retry={() => void query.refetch()} />
    );
  if (query.isError) {
    return (
      <Notice
        title="This patient could not be loaded"
        headingLevel={1}
        tone="bad"
        role="alert"
        action={<Button onPress={() => void query.refetch()}>Try again</Button>}
      >
        Nothing was lost.
      </Notice>
    );
  }
  return <StaySkeleton />;
}

interface LoadedStayProps {
  readonly page: StayPage;
  readonly actions: FlagActions;
  readonly hasFailed: boolean;
  readonly retry: () => void;
}

function LoadedStay({ page, actions, hasFailed, retry }: LoadedStayProps) {
  const { stay, explanation, labels, timeZone } = page;
  const { failure, pending, flag, withdraw, clearFailure } = useFlags(page, actions);
  const [isFlagging, setFlagging] = useState(false);
  const evidence = useMemo(() => new Map(stay.evidence.map((one) => [one.reference, one])), [stay.evidence]);
  const probability = stay.scored?.probability ?? null;
  const data = useMemo(() => toData(page), [page]);

  return (
    <>
      <StayHeader
        stay={stay}
        timeZone={timeZone}
        actions={stay.may.flag && <Button onPress={() => setFlagging(true)}>This looks wrong</Button>}
      />
      {hasFailed && (
        <div className="mb-4">
          <Notice
            title="This page could not be refreshed"
            tone="warn"
            role="status"
            action={<Button onPress={retry}>Try again</Button>}
          >
            It shows what was last loaded.
          </Notice>
        </div>
      )}
      {failure && (
        <div className="mb-4">
          <Notice
            title={failure.draft ? "Your flag was not saved" : "Your flag was not withdrawn"}
            tone="bad"
            role="alert"
            action={
              <div className="flex gap-2">
                {failure.draft && <Button onPress={() => setFlagging(true)}>Look at it again</Button>}
                <Button onPress={clearFailure}>Dismiss</Button>
              </div>
            }
          >
            {failure.message}
          </Notice>
        </div>
      )}
      <FlagList flags={stay.flags} labels={labels} pending={pending} onWithdraw={withdraw} timeZone={timeZone} />
      <div className="flex flex-col gap-4 lg:grid lg:grid-cols-[330px_minmax(0,1fr)] lg:items-start">
        <div className="max-lg:contents lg:flex lg:flex-col lg:gap-4">
          {probability === null ? (
            <OutsideModel stay={stay} />
          ) : (
            <RiskCard stay={stay} probability={probability} timeZone={timeZone} />
          )}
          {stay.scored && (
            <div className="max-lg:order-2">
              <ScoresCard {...stay.scored.scores} evidence={evidence} />
            </div>
          )}
        </div>
        <div className="max-lg:contents lg:flex lg:min-w-0 lg:flex-col lg:gap-4">
          {explanation && probability !== null && (
            <div className="max-lg:order-1">
              <DriversCard explanation={explanation} probability={probability} evidence={evidence} />
            </div>
          )}
          <div className="flex flex-col gap-4 max-lg:order-3">
            {stay.scored && <IssuesCard issues={stay.scored.issues} labels={labels} />}
            {stay.model && (
              <ModelCard model={stay.model} checkedHere={stay.checkedHere} showsRate={probability !== null} />
            )}
          </div>
        </div>
      </div>
      <FlagDialog
        isOpen={isFlagging}
        onOpenChange={setFlagging}
        hasNumber={probability !== null}
        data={data}
        initial={failure?.draft ?? null}
        onFlag={flag}
      />
    </>
  );
}

/** What the number was made from, strongest first, to point at: the values of single features. */
function toData({ explanation, labels }: StayPage) {
  if (explanation === null) return Object.entries(labels).map(([feature, words]) => ({ feature, words }));
  return [...explanation.lines, ...explanation.rest]
    .filter(({ feature }) => feature in labels)
    .map(({ feature, sentence }) => ({ feature, words: sentence }));
}
