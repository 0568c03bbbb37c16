import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { currentUser } from "@/app/_adapters/session";
import { SignOutButton } from "@/app/(clinic)/sign-out-button";
import { readTheme } from "@/app/read-theme";
import { AppShell } from "@/components/shell/app-shell";
import { runningHouse } from "@/lib/services/running-house";

export const dynamic = "force-dynamic";

/** The frame of every signed-in screen. It shows nobody anything: each verb decides that for itself. */
export default async function ClinicLayout({ children }: { readonly children: ReactNode }) {
  const user = await currentUser();
  if (user === null) redirect("/sign-in");
  return (
    <AppShell
      person={user}
      theme={readTheme(await cookies())}
      isDemo={runningHouse().environment.isDemo}
      places={user.may.includes("list-worklist") ? [{ href: "/", label: "Discharge list" }] : []}
      signOut={<SignOutButton />}
    >
      {children}
    </AppShell>
  );
}
