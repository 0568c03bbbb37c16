import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

/** A short remark beside something; `warn` asks for attention in words, not by colour alone. */
export function Chip({ children, tone = "plain" }: { readonly children: ReactNode; readonly tone?: "plain" | "warn" }) {
  return (
    <span
      className={classNames(
        "inline-flex items-center gap-1 rounded-md border px-1.5 py-px text-2xs",
        tone === "warn" ? "border-transparent bg-warn-bg text-warn print:border-current" : "border-line text-mut",
      )}
    >
      {children}
    </span>
  );
}
