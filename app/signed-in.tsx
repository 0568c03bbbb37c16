import "server-only";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { currentUser } from "@/app/_adapters/session";
import { toSignIn } from "@/app/_adapters/to-sign-in";
import { AlertCount } from "@/app/alert-count";
import { IdleGuard } from "@/app/idle-guard";
import { PLACES } from "@/app/places";
import { readTheme } from "@/app/read-theme";
import { SignOutButton } from "@/app/sign-out-button";
import { AppShell } from "@/components/shell/app-shell";
import { runningHouse } from "@/lib/services/running-house";

/** The frame of every signed-in screen. It shows nobody anything: each verb decides that for itself. */
export async function SignedIn({ children }: { readonly children: ReactNode }) {
  const user = await currentUser();
  if (user === null) return toSignIn();
  // Every verb refuses until then; the page says so in its own words, and has the way on.
  if (user.passwordIsDue) redirect("/account");
  return (
    <IdleGuard userId={user.id}>
      <AppShell
        person={user}
        theme={readTheme(await cookies())}
        isDemo={runningHouse().environment.isDemo}
        places={PLACES.filter(({ verb }) => user.may.includes(verb)).map(({ href, label }) => ({
          ...{ href, label },
          beside: href === "/alerts" && <AlertCount />,
        }))}
        signOut={<SignOutButton />}
      >
        {children}
      </AppShell>
    </IdleGuard>
  );
}
