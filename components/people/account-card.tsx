import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { LocalTime } from "@/components/ui/local-time";
import type { AccountView } from "@/lib/core/access/account-view";
import { ROLE_WORDS } from "@/lib/core/access/role-words";

interface AccountCardProps {
  readonly account: AccountView;
  readonly isOwn: boolean;
  /** How many wards there are at all. */
  readonly wardCount: number;
  readonly onDisable: () => void;
  readonly onEnable: () => void;
  readonly onEndSessions: () => void;
  readonly onWards: () => void;
}

function wardWords({ wards }: AccountView, wardCount: number): string {
  if (wards.length === 0) return "No wards: sees no patient";
  if (wards.length === wardCount && wardCount > 1) return `All ${wardCount} wards`;
  return wards.map(({ name }) => name).join(", ");
}

function signInWords({ signsInWith: { password, provider } }: AccountView): string {
  const ways = [...(provider ? ["their hospital account"] : []), ...(password ? ["a password"] : [])];
  return ways.length > 0 ? `Signs in with ${ways.join(" or ")}` : "Signs in with their hospital account, not yet done";
}

/** One account and what can be done about it. */
export function AccountCard({ account, isOwn, wardCount, ...on }: AccountCardProps) {
  const nameId = useId();
  const { name, openSessions, lastSignInAt, disabledAt } = account;
  return (
    <article aria-labelledby={nameId} className="card flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-72">
        <h2 id={nameId} className="m-0 flex flex-wrap items-center gap-2 text-base font-semibold">
          {name}
          {isOwn && <Chip>You</Chip>}
          {disabledAt && <Chip tone="warn">Disabled</Chip>}
        </h2>
        <p className="m-0 text-mut">
          {account.email} · {ROLE_WORDS[account.role]}
        </p>
        <p className="m-0 mt-1.5">{wardWords(account, wardCount)}</p>
        <p className="m-0 mt-1.5 text-sm text-mut">
          {lastSignInAt ? (
            <>
              Last signed in <LocalTime at={lastSignInAt} style="day-time" />
            </>
          ) : (
            "Never signed in"
          )}
          {" · "}
          {openSessions === 0
            ? "not signed in now"
            : `${openSessions} open ${openSessions === 1 ? "session" : "sessions"}`}
          {" · "}
          {signInWords(account)}
        </p>
      </div>
      {isOwn ? (
        <p className="m-0 max-w-[26ch] text-sm text-mut">Your own account is changed by another administrator.</p>
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button onPress={on.onWards} aria-label={`Wards of ${name}`}>
            Wards
          </Button>
          <Button onPress={on.onEndSessions} isDisabled={openSessions === 0} aria-label={`Sign out ${name}`}>
            Sign out
          </Button>
          {disabledAt ? (
            <Button onPress={on.onEnable} aria-label={`Enable ${name}`}>
              Enable
            </Button>
          ) : (
            <Button onPress={on.onDisable} aria-label={`Disable ${name}`}>
              Disable
            </Button>
          )}
        </div>
      )}
    </article>
  );
}
