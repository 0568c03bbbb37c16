"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { FlagDraft } from "@/components/patient/flag-words";
import { type StayPage, stayKey } from "@/components/patient/stay-page";
import type { FlagView } from "@/lib/core/worklist/flag-view";

export interface FlagActions {
  readonly flag: (input: FlagDraft & { readonly stayId: string; readonly predictionId: string }) => Promise<FlagView>;
  readonly withdraw: (input: { readonly flagId: string }) => Promise<FlagView>;
}

/** Why something was not saved, and the words that were written, so that they can be sent again. */
export interface FlagFailure {
  readonly message: string;
  readonly draft: FlagDraft | null;
}

/** A browser says "Failed to fetch" as a TypeError where nobody answered; what the server says is an ordinary error. */
const plainMessage = (thrown: unknown): string =>
  thrown instanceof Error && !(thrown instanceof TypeError) && thrown.message !== ""
    ? thrown.message
    : "The server could not be reached. Try again in a moment.";

/** Flagging and withdrawing: shown at once, undone with a message where the server says no. */
export function useFlags(page: StayPage, actions: FlagActions) {
  const client = useQueryClient();
  const [failure, setFailure] = useState<FlagFailure | null>(null);
  const [pending, setPending] = useState<ReadonlySet<string>>(new Set());
  const { stay } = page;
  const key = stayKey(stay.stayId);

  const change = (update: (flags: readonly FlagView[]) => readonly FlagView[]) =>
    client.setQueryData<StayPage>(
      key,
      (now) => now && { ...now, stay: { ...now.stay, flags: update(now.stay.flags) } },
    );
  const settle = (id: string) => setPending((now) => new Set([...now].filter((other) => other !== id)));
  // What was read while a change was under way may be older than it: read again, here and on the list.
  const readAgain = () => {
    void client.invalidateQueries({ queryKey: key });
    void client.invalidateQueries({ queryKey: ["worklist"] });
  };

  const flagging = useMutation({
    mutationFn: ({ draft, predictionId }: { draft: FlagDraft; predictionId: string; shown: FlagView }) =>
      actions.flag({ ...draft, stayId: stay.stayId, predictionId }),
    onMutate: async ({ shown }) => {
      setFailure(null);
      setPending((now) => new Set([...now, shown.id]));
      await client.cancelQueries({ queryKey: key });
      change((flags) => [shown, ...flags]);
    },
    onSuccess: (saved, { shown }) =>
      change((flags) => [saved, ...flags.filter(({ id }) => id !== shown.id && id !== saved.id)]),
    onError: (thrown, { shown, draft }) => {
      change((flags) => flags.filter(({ id }) => id !== shown.id));
      setFailure({ message: plainMessage(thrown), draft });
    },
    onSettled: (_saved, _thrown, { shown }) => {
      settle(shown.id);
      readAgain();
    },
  });

  const withdrawing = useMutation({
    mutationFn: (flag: FlagView) => actions.withdraw({ flagId: flag.id }),
    onMutate: async (flag) => {
      setFailure(null);
      await client.cancelQueries({ queryKey: key });
      const withdrawnAt = new Date().toISOString();
      change((flags) => flags.map((other) => (other.id === flag.id ? { ...other, withdrawnAt } : other)));
    },
    onSuccess: (saved) => {
      change((flags) => flags.map((other) => (other.id === saved.id ? saved : other)));
    },
    onError: (thrown, flag) => {
      change((flags) => flags.map((other) => (other.id === flag.id ? flag : other)));
      setFailure({ message: plainMessage(thrown), draft: null });
    },
    onSettled: readAgain,
  });

  return {
    failure,
    pending,
    flag: (draft: FlagDraft) => {
      if (stay.predictionId === null) return;
      const at = new Date().toISOString();
      const shown: FlagView = {
        ...draft,
        id: `pending-${at}`,
        predictionId: stay.predictionId,
        by: { name: "You", role: "clinician" },
        at,
        withdrawnAt: null,
        mine: true,
        aboutEarlierPrediction: false,
      };
      flagging.mutate({ draft, predictionId: stay.predictionId, shown });
    },
    withdraw: (flag: FlagView) => withdrawing.mutate(flag),
    clearFailure: () => setFailure(null),
  };
}
