"use client";
import { useEffect, useRef, useState } from "react";
import { AccessCard } from "@/components/review/access-card";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { EmergencyAccess, EmergencyAccessList, EmergencyVerdict } from "@/lib/core/access/emergency-access";

/** What a server says: the answer, or why not in one sentence. */
type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

interface BreakGlassScreenProps {
  readonly initial: EmergencyAccessList;
  readonly load: () => Promise<Answer<EmergencyAccessList>>;
  readonly review: (input: {
    readonly id: string;
    readonly verdict: EmergencyVerdict;
    readonly note: string;
  }) => Promise<Answer<EmergencyAccess>>;
}

const amount = (count: number): string =>
  count === 0 ? "Nothing waits for a review." : `${count} ${count === 1 ? "waits" : "wait"} for a review.`;

/** Every patient opened outside somebody's wards: first those that wait for a review, then the reviewed ones. */
export function BreakGlassScreen({ initial, load, review }: BreakGlassScreenProps) {
  const [list, setList] = useState(initial);
  const [failure, setFailure] = useState<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const [reviewedCount, setReviewedCount] = useState(0);
  // The card that had the focus is gone from where it was.
  useEffect(() => {
    if (reviewedCount > 0) heading.current?.focus();
  }, [reviewedCount]);

  async function refresh(): Promise<void> {
    const answer = await load().catch(() => null);
    if (answer?.ok) setList(answer.value);
    setFailure(answer?.ok ? null : (answer?.message ?? "The server could not be reached. Try again in a moment."));
  }

  async function save(id: string, draft: { readonly verdict: EmergencyVerdict; readonly note: string }) {
    const answer = await review({ id, ...draft });
    if (!answer.ok) return answer.message;
    setList((now) => ({
      ...now,
      open: now.open.filter((one) => one.id !== id),
      reviewed: [answer.value, ...now.reviewed],
    }));
    setReviewedCount((now) => now + 1);
    return null;
  }

  return (
    <div className="max-w-3xl">
      <div className="mb-1 flex flex-wrap items-center justify-between gap-2">
        <h1 className="m-0 text-2xl font-bold">Break-glass review</h1>
        <Button onPress={() => void refresh()}>Refresh</Button>
      </div>
      <p className="m-0 mb-4 text-mut">
        Patients opened by people of other wards, for an hour each. Names of patients are not shown here.
      </p>
      {failure && (
        <div className="mb-4">
          <Notice title="The list could not be refreshed" tone="warn" role="status">
            {failure}
          </Notice>
        </div>
      )}
      <section aria-labelledby="waiting" className="mb-6">
        <h2 id="waiting" ref={heading} tabIndex={-1} className="m-0 mb-2 text-lg font-semibold outline-none">
          Waiting
        </h2>
        <p role="status" className="m-0 mb-2 text-mut">
          {amount(list.open.length)}
        </p>
        <div className="flex flex-col gap-3">
          {list.open.map((access) => (
            <AccessCard
              key={access.id}
              access={access}
              timeZone={list.timeZone}
              review={(draft) => save(access.id, draft)}
            />
          ))}
        </div>
      </section>
      <section aria-labelledby="reviewed">
        <h2 id="reviewed" className="m-0 mb-2 text-lg font-semibold">
          Reviewed
        </h2>
        {list.reviewed.length === 0 && <p className="m-0 text-mut">Nothing was reviewed yet.</p>}
        <div className="flex flex-col gap-3">
          {list.reviewed.map((access) => (
            <AccessCard key={access.id} access={access} timeZone={list.timeZone} />
          ))}
        </div>
      </section>
    </div>
  );
}
