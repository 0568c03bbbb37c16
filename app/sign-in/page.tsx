import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { currentUser } from "@/app/_adapters/session";
import { SignInPanel } from "@/app/sign-in/sign-in-panel";
import { Brand } from "@/components/shell/brand";
import { runningHouse } from "@/lib/services/running-house";

export const metadata: Metadata = { title: "Sign in" };
export const dynamic = "force-dynamic";

/** Only a path of this site: a link must not send anybody elsewhere after they typed their password. */
function ownPath(wanted: string | string[] | undefined): string {
  if (typeof wanted !== "string") return "/";
  try {
    const url = new URL(wanted, "http://own.invalid");
    const isOwn = wanted.startsWith("/") ? url.host === "own.invalid" : true;
    return isOwn && url.pathname !== "/sign-in" && !url.pathname.startsWith("//") ? url.pathname + url.search : "/";
  } catch {
    return "/";
  }
}

export default async function SignInPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const next = ownPath((await searchParams).callbackUrl);
  if ((await currentUser()) !== null) redirect(next);
  const { isDemo } = runningHouse().environment;
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center px-4 py-10">
      <Brand />
      <h1 className="mt-5 mb-1 text-2xl font-bold">Sign in</h1>
      <p className="m-0 mb-5 text-mut">Readmission risk, explained, for the people on the ward.</p>
      <div className="card">
        <SignInPanel next={next} />
      </div>
      {isDemo && (
        <div className="mt-4 text-sm text-mut">
          <p className="m-0">
            <strong className="text-ink">Demonstration.</strong> Synthetic patients. Outcomes are simulated.
          </p>
          <p className="m-0 mt-1">
            Accounts: nurse@demo, clinician@demo, administrator@demo, scientist@demo, compliance@demo. The password was
            printed where Wardlight was started.
          </p>
        </div>
      )}
      <p className="mt-4 text-sm text-mut">Wardlight supports judgement; it does not replace it.</p>
    </main>
  );
}
