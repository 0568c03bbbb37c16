import { Notice } from "@/components/ui/notice";

/** Why something that was asked for was not done; nothing where it was. Read out at once. */
export function FailureNotice({ why }: { readonly why: string | null }) {
  if (why === null) return null;
  return (
    <div className="mb-4">
      <Notice title="That did not work" tone="bad" role="alert">
        {why}
      </Notice>
    </div>
  );
}
