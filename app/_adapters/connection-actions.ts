"use server";
import { act, attempt, type Result } from "@/app/_adapters/act";
import { sessionCaller } from "@/app/_adapters/session";
import type { ConnectionList } from "@/lib/core/connections/connection-view";
import type { ConnectionsOverview, ProgramDraft } from "@/lib/core/connections/connections-overview";
import type { WriteBackSetting } from "@/lib/core/write-back/write-back-setting";
import { disableConnection, newConnectionSecret } from "@/lib/services/change-connection";
import { addConnection, readConnections } from "@/lib/services/connections";
import { readConnectionStates, testConnection } from "@/lib/services/connections-overview";
import { setNotifications } from "@/lib/services/notifications-setting";
import { retryTask } from "@/lib/services/retry-task";
import { runningHouse } from "@/lib/services/running-house";
import { openSourceClient } from "@/lib/services/source-client";
import { setWriteBack } from "@/lib/services/write-back-setting";

/** Server action: how everything connected is doing. */
export async function readStatesAction(): Promise<Result<ConnectionsOverview>> {
  return act(readConnectionStates, {});
}

/** Server action: every program that is or was trusted. */
export async function readProgramsAction(): Promise<Result<ConnectionList>> {
  return act(readConnections, {});
}

/** Server action: whether the FHIR server answers, now. */
export async function testSourceAction(): Promise<Result<{ fhirVersion: string | null; milliseconds: number }>> {
  return attempt(async () => {
    const house = runningHouse();
    const caller = await sessionCaller();
    return testConnection(house, caller, { client: openSourceClient(house, { retries: 0, timeoutMs: 10_000 }) });
  });
}

/** Server action: writing into the record, on or off. */
export async function setWriteBackAction(setting: WriteBackSetting): Promise<Result<unknown>> {
  return act(setWriteBack, setting);
}

/** Server action: being told of changes, on or off. */
export async function setNotificationsAction(isOn: boolean): Promise<Result<unknown>> {
  return act(setNotifications, { isOn });
}

/** Server action: work that was put aside, once more. */
export async function retryTasksAction(taskIds: readonly string[]): Promise<Result<{ readonly retried: number }>> {
  return act(retryTask, { taskIds: [...taskIds] });
}

/** Server action: trusts a program; its secret is in the answer and nowhere else. */
export async function addProgramAction(draft: ProgramDraft): Promise<Result<{ readonly secret: string | null }>> {
  return act(addConnection, draft);
}

/** Server action: ends the trust in a program, at once. */
export async function disableProgramAction(connectionId: string): Promise<Result<unknown>> {
  return act(disableConnection, { connectionId });
}

/** Server action: another secret; the old one is worth nothing from here on. */
export async function newSecretAction(connectionId: string): Promise<Result<{ readonly secret: string }>> {
  return act(newConnectionSecret, { connectionId });
}
