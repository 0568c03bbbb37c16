import Link from "next/link";
import { toSignIn } from "@/app/_adapters/to-sign-in";
import { buttonLook } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

interface RefusalProps {
  readonly error: { readonly code: string; readonly message: string };
  /** Says it better here than the error's own message. */
  readonly sentence?: string | undefined;
  /** Whether the discharge list is a way on for this reader. */
  readonly mayList?: boolean;
}

const TITLES: Readonly<Record<string, string>> = {
  forbidden: "You cannot see this",
  "not-found": "There is no such page",
  "not-ready": "Wardlight is still starting",
  busy: "Wardlight is busy",
};

/** Why a page shows nothing: one title, one sentence, one way on. A session that is over goes to sign in again. */
export async function Refusal({ error, sentence, mayList = true }: RefusalProps) {
  if (error.code === "unauthenticated") return toSignIn();
  return (
    <Notice
      title={TITLES[error.code] ?? "This could not be loaded"}
      headingLevel={1}
      tone={error.code === "forbidden" || error.code === "not-found" ? "plain" : "bad"}
      action={
        mayList && (
          <Link href="/" className={buttonLook()}>
            To the discharge list
          </Link>
        )
      }
    >
      {sentence ?? error.message}
    </Notice>
  );
}
