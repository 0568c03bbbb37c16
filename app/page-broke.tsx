"use client";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

/** Something broke while a page was made. Said plainly; what broke is in the server's log. */
export function PageBroke({ reset }: { readonly reset: () => void }) {
  return (
    <Notice
      title="This page broke"
      headingLevel={1}
      tone="bad"
      role="alert"
      action={<Button onPress={reset}>Try again</Button>}
    >
      Nothing was lost. If it keeps breaking, work from the ward’s own list and tell whoever runs Wardlight here.
    </Notice>
  );
}
