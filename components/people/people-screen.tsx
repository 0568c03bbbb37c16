"use client";
import { useRef, useState } from "react";
import { AccountCard } from "@/components/people/account-card";
import { WardsDialog } from "@/components/people/wards-dialog";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { AccountList, AccountView } from "@/lib/core/access/account-view";

/** Each rejects with a sentence that may be shown. */
export interface AccountActions {
  readonly load: () => Promise<AccountList>;
  readonly disable: (id: string) => Promise<void>;
  readonly enable: (id: string) => Promise<void>;
  readonly endSessions: (id: string) => Promise<void>;
  readonly setWards: (id: string, wardIds: readonly string[]) => Promise<void>;
}

interface PeopleScreenProps {
  readonly initial: AccountList;
  /** Nobody changes their own account. */
  readonly ownId: string;
  readonly actions: AccountActions;
}

/** A browser says "Failed to fetch" as a TypeError where nobody answered; what the server says is an ordinary error. */
const sentence = (thrown: unknown): string =>
  thrown instanceof Error && !(thrown instanceof TypeError) && thrown.message !== ""
    ? thrown.message
    : "The server could not be reached. Nothing was changed.";

const matches = (account: AccountView, sought: string): boolean =>
  `${account.name} ${account.email}`.toLowerCase().includes(sought.trim().toLowerCase());

/** Who may sign in: as what, for which wards, and whether they are signed in now. */
export function PeopleScreen({ initial, ownId, actions }: PeopleScreenProps) {
  const [list, setList] = useState(initial);
  const [says, setSays] = useState<{ readonly tone: "plain" | "bad"; readonly words: string } | null>(null);
  const [wardsOf, setWardsOf] = useState<AccountView | null>(null);
  const [sought, setSought] = useState("");
  const isBusy = useRef(false);
  const shown = list.accounts.filter((account) => matches(account, sought));

  async function change(work: () => Promise<void>, done: string): Promise<void> {
    if (isBusy.current) return;
    isBusy.current = true;
    try {
      await work();
      setSays({ tone: "plain", words: done });
      setList(await actions.load());
    } catch (error) {
      setSays({ tone: "bad", words: sentence(error) });
    } finally {
      isBusy.current = false;
    }
  }

  return (
    <div className="max-w-5xl">
      <div className="mb-1 flex flex-wrap items-center justify-between gap-2">
        <h1 className="m-0 text-2xl font-bold">People</h1>
        <input
          type="search"
          value={sought}
          onChange={(event) => setSought(event.target.value)}
          aria-label="Search name or account"
          placeholder="Search name or account"
          className="min-h-8 touch:min-h-11 touch:text-lg w-full min-w-0 rounded-full border border-edge bg-panel px-3.5 py-1 sm:w-64"
        />
      </div>
      <p className="m-0 mb-4 max-w-[75ch] text-mut">
        Who may sign in. What you change here works at once: whoever is signed in has to sign in again. Accounts are
        made at the command line, with <code>wardlight users add</code>.
      </p>
      <div role={says?.tone === "bad" ? "alert" : "status"} className={says ? "mb-4" : undefined}>
        {says && <Notice title={says.words} tone={says.tone} />}
      </div>
      <p role="status" className="sr-only">
        {sought && `${shown.length} of ${list.accounts.length} accounts match`}
      </p>
      {shown.length === 0 && (
        <Notice title="No account matches" action={<Button onPress={() => setSought("")}>Show everybody</Button>} />
      )}
      <ul aria-label="Accounts" className="m-0 flex list-none flex-col gap-3 p-0">
        {shown.map((account) => (
          <li key={account.id}>
            <AccountCard
              account={account}
              isOwn={account.id === ownId}
              wardCount={list.wards.length}
              onDisable={() => change(() => actions.disable(account.id), `${account.name} cannot sign in any more.`)}
              onEnable={() => change(() => actions.enable(account.id), `${account.name} can sign in again.`)}
              onEndSessions={() => change(() => actions.endSessions(account.id), `${account.name} was signed out.`)}
              onWards={() => setWardsOf(account)}
            />
          </li>
        ))}
      </ul>
      {wardsOf && (
        <WardsDialog
          account={wardsOf}
          wards={list.wards}
          close={() => setWardsOf(null)}
          save={async (wardIds) => {
            setWardsOf(null);
            await change(() => actions.setWards(wardsOf.id, wardIds), `The wards of ${wardsOf.name} were changed.`);
          }}
        />
      )}
    </div>
  );
}
