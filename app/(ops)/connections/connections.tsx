"use client";
import {
  addProgramAction,
  disableProgramAction,
  newSecretAction,
  readProgramsAction,
  readStatesAction,
  retryTasksAction,
  setNotificationsAction,
  setWriteBackAction,
  testSourceAction,
} from "@/app/_adapters/connection-actions";
import { orThrow } from "@/app/or-throw";
import { type ConnectionActions, ConnectionsScreen, type Shown } from "@/components/connections/connections-screen";

const actions: ConnectionActions = {
  load: async () => {
    const [overview, programs] = await Promise.all([readStatesAction(), readProgramsAction()]);
    return { overview: orThrow(overview), programs: orThrow(programs) };
  },
  test: async () => orThrow(await testSourceAction()),
  setWriteBack: async (setting) => void orThrow(await setWriteBackAction(setting)),
  setNotifications: async (isOn) => void orThrow(await setNotificationsAction(isOn)),
  retry: async (taskIds) => orThrow(await retryTasksAction(taskIds)).retried,
  add: async (draft) => orThrow(await addProgramAction(draft)).secret,
  disable: async (id) => void orThrow(await disableProgramAction(id)),
  newSecret: async (id) => orThrow(await newSecretAction(id)).secret,
};

/** The connections, wired to their verbs. */
export function Connections({ source, ...initial }: Shown & Pick<Parameters<typeof ConnectionsScreen>[0], "source">) {
  return <ConnectionsScreen source={source} initial={initial} actions={actions} />;
}
