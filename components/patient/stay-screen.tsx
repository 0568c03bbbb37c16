"use client";
import { useQuery } from "@tanstack/react-query";
import { LoadedStay, type NoteDialog } from "@/components/patient/loaded-stay";
import type { PageActions } from "@/components/patient/page-actions";
import { type StayPage, stayKey } from "@/components/patient/stay-page";
import { StaySkeleton } from "@/components/patient/stay-skeleton";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

/** Every reading of a score is audited, so the page asks again seldom, and when the reader comes back to it. */
const REFRESH_EVERY_MS = 5 * 60_000;

interface StayScreenProps {
  readonly stayId: string;
  readonly load: (stayId: string) => Promise<StayPage>;
  readonly actions: PageActions;
  /** Where what was done is written down; the same dialog as on the list. */
  readonly noteDialog: NoteDialog;
}

/** One patient's number, why it is what it is, what was done, and what others said about it. */
export function StayScreen({ stayId, load, actions, noteDialog }: StayScreenProps) {
  const query = useQuery({
    queryKey: stayKey(stayId),
    queryFn: () => load(stayId),
    refetchInterval: REFRESH_EVERY_MS,
    staleTime: 30_000,
  });
  if (query.data)
    return (
      <LoadedStay
        page={query.data}
        actions={actions}
        noteDialog={noteDialog}
        hasFailed={query.isError}
        retry={() => void query.refetch()}
      />
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
        {query.error.message} Nothing was lost.
      </Notice>
    );
  }
  return <StaySkeleton />;
}
