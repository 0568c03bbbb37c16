"use client";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { LoadedList } from "@/components/worklist/loaded-list";
import type { RenderBatchAction } from "@/components/worklist/selection-bar";
import { worklistKey } from "@/components/worklist/worklist-key";
import { WorklistSkeleton } from "@/components/worklist/worklist-skeleton";
import type { CutoffView } from "@/lib/core/worklist/cutoff";
import type { ListChoice } from "@/lib/core/worklist/list-choice";
import type { Worklist } from "@/lib/core/worklist/worklist";

const REFRESH_EVERY_MS = 60_000;

interface WorklistScreenProps {
  readonly wardId: string | null;
  /** The view, as the address has it. */
  readonly choice: ListChoice;
  readonly setChoice: (choice: ListChoice) => void;
  /** Whether this reader may open a patient. */
  readonly mayOpen: boolean;
  readonly load: (wardId: string | null) => Promise<Worklist>;
  /** null where this reader cannot set it. Throws an error whose message may be shown. */
  readonly setCutoff: ((wardId: string | null, capacity: number) => Promise<CutoffView>) | null;
  /** What can be done for several patients at once; null where this reader can do nothing for anybody. */
  readonly renderBatchAction: RenderBatchAction | null;
}

/** The discharge list: the ward in working order, kept fresh under the reader without moving them. */
export function WorklistScreen({ wardId, load, setCutoff, ...rest }: WorklistScreenProps) {
  const client = useQueryClient();
  const key = worklistKey(wardId);
  const query = useQuery({
    queryKey: key,
    queryFn: () => load(wardId),
    refetchInterval: REFRESH_EVERY_MS,
    placeholderData: keepPreviousData,
  });
  async function saveCutoff(capacity: number): Promise<void> {
    if (setCutoff === null) return;
    const cutoff = await setCutoff(wardId, capacity);
    client.setQueryData<Worklist>(key, (now) => now && { ...now, cutoff: cutoff.capacity > 0 ? cutoff : null });
    void client.invalidateQueries({ queryKey: key });
  }
  if (query.data) {
    return (
      <LoadedList
        list={query.data}
        isRefreshing={query.isFetching}
        hasFailed={query.isError}
        refresh={() => void query.refetch()}
        setCutoff={setCutoff === null ? null : saveCutoff}
        {...rest}
      />
    );
  }
  if (query.isError) {
    return (
      <Notice
        title="The list could not be loaded"
        headingLevel={1}
        tone="bad"
        role="alert"
        action={<Button onPress={() => void query.refetch()}>Try again</Button>}
      >
        Nothing was lost. If it keeps failing, work from the ward’s own list and tell whoever runs Wardlight here.
      </Notice>
    );
  }
  return <WorklistSkeleton />;
}
