"use server";
import { act, type Result } from "@/app/_adapters/act";
import type { AccountList } from "@/lib/core/access/account-view";
import { disableUser, enableUser, setUserWards } from "@/lib/services/change-user";
import { revokeSessions } from "@/lib/services/sessions";
import { listUsers } from "@/lib/services/users";

/** Server action: everybody who may sign in. */
export async function listUsersAction(): Promise<Result<AccountList>> {
  return act(listUsers, {});
}

/** Server action: takes signing in away from somebody, at once. */
export async function disableUserAction(account: string): Promise<Result<unknown>> {
  return act(disableUser, { account });
}

/** Server action: gives it back. */
export async function enableUserAction(account: string): Promise<Result<unknown>> {
  return act(enableUser, { account });
}

/** Server action: signs somebody out everywhere. */
export async function endSessionsAction(account: string): Promise<Result<unknown>> {
  return act(revokeSessions, { account });
}

/** Server action: the wards whose patients somebody sees, and no others. */
export async function setUserWardsAction(account: string, wardIds: readonly string[]): Promise<Result<unknown>> {
  return act(setUserWards, { account, wardIds: [...wardIds] });
}
