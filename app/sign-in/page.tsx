import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { currentUser, endOfSession } from "@/app/_adapters/session";
import { SignInPanel } from "@/app/sign-in/sign-in-panel";
import { Brand } from "@/components/shell/brand";
import { refusalWords } from "@/components/sign-in/refusal-words";
import { Notice } from "@/components/ui/notice";
import { ownPath } from "@/lib/core/access/own-path";
import { SESSION_END_SENTENCES } from "@/lib/core/access/session-rules";
import { runningHouse } from "@/lib/services/running-house";

export const metadata: Metadata = { title: "Sign in" };
export const dynamic = "force-dynamic";

export default async function SignInPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { callbackUrl, error } = await searchParams;
  const next = ownPath(callbackUrl);
  if ((await currentUser()) !== null) redirect(next);
  const end = await endOfSession();
  const { isDemo, oidc, hasLocalSignIn } = runningHouse().environment;
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center px-4 py-10">
      <Brand />
      <h1 className="mt-5 mb-1 text-2xl font-bold">Sign in</h1>
      <p className="m-0 mb-5 text-mut">Readmission risk, explained, for the people on the ward.</p>
      {end !== null && (
        <div className="mb-4">
          <Notice title={SESSION_END_SENTENCES[end]} role="status" />
        </div>
      )}
      <div className="card">
        <SignInPanel
          next={next}
          offers={{ provider: oidc !== null, local: hasLocalSignIn }}
          refusal={refusalWords(typeof error === "string" ? error : null)}
        />
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
