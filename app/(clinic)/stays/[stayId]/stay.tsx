"use client";
import type { Result } from "@/app/_adapters/act";
import { flagPredictionAction, withdrawFlagAction } from "@/app/_adapters/flag-actions";
import { readStayPage } from "@/app/(clinic)/stays/[stayId]/read-stay-page";
import { StayScreen } from "@/components/patient/stay-screen";

/** What went wrong as an error whose message may be shown: that is what the screen understands. */
function orThrow<Output>(result: Result<Output>): Output {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const load = async (stayId: string) => orThrow(await readStayPage(stayId, { background: true }));

const actions = {
  flag: async (input: Parameters<typeof flagPredictionAction>[0]) => orThrow(await flagPredictionAction(input)),
  withdraw: async (input: Parameters<typeof withdrawFlagAction>[0]) => orThrow(await withdrawFlagAction(input)),
};

/** The patient screen, wired to its verbs. */
export function Stay({ stayId }: { readonly stayId: string }) {
  return <StayScreen stayId={stayId} load={load} actions={actions} />;
}
