"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type StayPage, stayKey } from "@/components/patient/stay-page";
import type { StayView } from "@/lib/core/worklist/stay-view";

type Edit = (stay: StayView) => StayView;

/** One thing a reader does here: how it looks at once, how it is sent, how it looks saved, and how it is undone. */
export interface StayChange {
  readonly show: Edit;
  /** Gives how the page looks once the server has answered. */
  readonly send: () => Promise<Edit>;
  readonly undo: Edit;
  /** What is said where the server says no, e.g. "Your flag was not saved". */
  readonly failure: string;
  /** Opens what was written again; null where nothing was. */
  readonly again: (() => void) | null;
}

/** Why something was not saved, and a way back to the words that were written. */
export interface ChangeFailure {
  readonly title: string;
  readonly message: string;
  readonly again: (() => void) | null;
}

const PENDING = "pending-";

/** An id until the server gives one. */
export const pendingId = (): string => `${PENDING}${new Date().toISOString()}`;

/** Still on its way to the server. */
export const isPending = (id: string): boolean => id.startsWith(PENDING);

/** A browser says "Failed to fetch" as a TypeError where nobody answered; what the server says is an ordinary error. */
const plainMessage = (thrown: unknown): string =>
  thrown instanceof Error && !(thrown instanceof TypeError) && thrown.message !== ""
    ? thrown.message
    : "The server could not be reached. Try again in a moment.";

/** Changes to one stay's page: shown at once, undone with a message where the server says no. */
export function useStayChanges(stayId: string) {
  const client = useQueryClient();
  const [failure, setFailure] = useState<ChangeFailure | null>(null);
  const key = stayKey(stayId);
  const edit = (how: Edit) => client.setQueryData<StayPage>(key, (now) => now && { ...now, stay: how(now.stay) });

  const mutation = useMutation({
    mutationKey: key,
    mutationFn: (change: StayChange) => change.send(),
    onMutate: async (change) => {
      setFailure(null);
      await client.cancelQueries({ queryKey: key });
      edit(change.show);
    },
    onSuccess: (saved) => edit(saved),
    onError: (thrown, change) => {
      edit(change.undo);
      setFailure({ title: change.failure, message: plainMessage(thrown), again: change.again });
    },
    onSettled: () => {
      // What was read while a change was under way may be older than it: the last one reads again, here and on the list.
      if (client.isMutating({ mutationKey: key }) > 1) return;
      void client.invalidateQueries({ queryKey: key });
      void client.invalidateQueries({ queryKey: ["worklist"] });
    },
  });
  return { change: mutation.mutate, failure, clearFailure: () => setFailure(null) };
}
