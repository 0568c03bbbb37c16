import type { Metadata } from "next";
import { currentUser } from "@/app/_adapters/session";
import { toSignIn } from "@/app/_adapters/to-sign-in";
import { OwnPassword } from "@/app/account/own-password";
import { IdleGuard } from "@/app/idle-guard";
import { SignOutButton } from "@/app/sign-out-button";
import { SignedIn } from "@/app/signed-in";
import { Brand } from "@/components/shell/brand";
import { FactList } from "@/components/ui/fact-list";
import { ROLE_WORDS } from "@/lib/core/access/role-words";
import { runningHouse } from "@/lib/services/running-house";

export const metadata: Metadata = { title: "Your account" };
export const dynamic = "force-dynamic";

/** Who is signed in, and their password. With a one-time password there is this page and no other. */
export default async function AccountPage() {
  const user = await currentUser();
  if (user === null) return toSignIn();
  const { isDemo, hasLocalSignIn } = runningHouse().environment;
  if (user.passwordIsDue) {
    return (
      <IdleGuard userId={user.id}>
        <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center px-4 py-10">
          <div className="flex items-center justify-between gap-3">
            <Brand />
            <SignOutButton />
          </div>
          <h1 className="mt-5 mb-1 text-2xl font-bold">Choose your own password</h1>
          <p className="m-0 mb-5 text-mut">
            Somebody else knows the one you signed in with. Nothing can be opened until you have chosen another.
          </p>
          <div className="card">
            <OwnPassword email={user.email} isDue />
          </div>
        </main>
      </IdleGuard>
    );
  }
  const facts = [
    ["Name", user.name],
    ["Account", user.email],
    ["Role", ROLE_WORDS[user.role]],
  ] as const;
  return (
    <SignedIn>
      <h1 className="m-0 mb-3 text-2xl font-bold">Your account</h1>
      <div className="flex max-w-xl flex-col gap-4">
        <section aria-label="Who you are here" className="card">
          <FactList facts={facts} />
          <p className="m-0 mt-2 text-sm text-mut">
            Name, role and wards are set by an administrator here; nobody changes their own.
          </p>
        </section>
        <section aria-labelledby="password" className="card">
          <h2 id="password" className="m-0 mb-2 text-base font-semibold">
            Password
          </h2>
          {user.hasPassword && hasLocalSignIn ? (
            <>
              {isDemo && (
                <p className="m-0 mb-3 text-sm text-mut">
                  The demonstration puts its printed passwords back when it is set up again.
                </p>
              )}
              <OwnPassword email={user.email} isDue={false} />
            </>
          ) : (
            <p className="m-0 text-mut">You sign in with your hospital account; its password is changed there.</p>
          )}
        </section>
      </div>
    </SignedIn>
  );
}
