import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

interface NoticeProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly tone?: "plain" | "warn" | "bad";
  /** "status" is read politely when it appears, "alert" at once; left out, it is ordinary text. */
  readonly role?: "status" | "alert";
  readonly action?: ReactNode;
  readonly headingLevel?: 1 | 2 | 3;
}

const TONES = {
  plain: "border-line bg-panel",
  warn: "border-transparent bg-warn-bg text-warn",
  bad: "border-transparent bg-bad-bg text-bad",
};

/** What a place says when it has nothing, cannot show something, or something went wrong. */
export function Notice({ title, children, tone = "plain", role, action, headingLevel = 2 }: NoticeProps) {
  const Heading = `h${headingLevel}` as const;
  return (
    <div role={role} className={classNames("rounded-xl border px-4 py-3.5", TONES[tone])}>
      <Heading className="m-0 text-base font-semibold">{title}</Heading>
      {children && <div className={classNames("mt-1 max-w-[68ch]", tone === "plain" && "text-mut")}>{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
