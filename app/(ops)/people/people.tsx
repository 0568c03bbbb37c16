"use client";
import {
  disableUserAction,
  enableUserAction,
  endSessionsAction,
  listUsersAction,
  setUserWardsAction,
} from "@/app/_adapters/people-actions";
import { orThrow } from "@/app/or-throw";
import { type AccountActions, PeopleScreen } from "@/components/people/people-screen";
import type { AccountList } from "@/lib/core/access/account-view";

const actions: AccountActions = {
  load: async () => orThrow(await listUsersAction()),
  disable: async (id) => void orThrow(await disableUserAction(id)),
  enable: async (id) => void orThrow(await enableUserAction(id)),
  endSessions: async (id) => void orThrow(await endSessionsAction(id)),
  setWards: async (id, wardIds) => void orThrow(await setUserWardsAction(id, wardIds)),
};

/** The accounts, wired to their verbs. */
export function People({ initial, ownId }: { readonly initial: AccountList; readonly ownId: string }) {
  return <PeopleScreen initial={initial} ownId={ownId} actions={actions} />;
}
