"use client";
import { type FormEvent, useState } from "react";
import { verbWords } from "@/components/review/verb-words";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Disclosure } from "@/components/ui/disclosure";
import { TextArea } from "@/components/ui/field";
import { LocalTime } from "@/components/ui/local-time";
import {
  EMERGENCY_NOTE_MAXIMUM,
  EMERGENCY_REASON_WORDS,
  type EmergencyAccess,
  type EmergencyAct,
  type EmergencyVerdict,
} from "@/lib/core/access/emergency-access";

/** The same thing done several times in a row is one line with a count. */
function grouped(acts: readonly EmergencyAct[]): { readonly act: EmergencyAct; readonly times: number }[] {
  const groups: { act: EmergencyAct; times: number }[] = [];
  for (const act of acts) {
    const last = groups.at(-1);
    if (last?.act.verb === act.verb && last.act.outcome === act.outcome) last.times += 1;
    else groups.push({ act, times: 1 });
  }
  return groups;
}

function Acts({ access, timeZone }: { readonly access: EmergencyAccess; readonly timeZone: string }) {
  const { acts, hasMoreActs } = access;
  if (acts.length === 0) return <p className="m-0 text-mut">Nothing was done with this patient meanwhile.</p>;
  return (
    <Disclosure summary={<span>What was done meanwhile ({hasMoreActs ? `over ${acts.length}` : acts.length})</span>}>
      <ol className="m-0 list-none p-0 pl-[1.125rem] text-mut">
        {grouped(acts).map(({ act, times }) => (
          <li key={`${act.at} ${act.verb} ${act.outcome}`}>
            <LocalTime at={act.at} style="time" timeZone={timeZone} /> {verbWords(act.verb)}
            {times > 1 && ` (${times} times)`}
            {act.outcome !== "done" && `, ${act.outcome}`}
          </li>
        ))}
        {hasMoreActs && <li>More is in the audit.</li>}
      </ol>
    </Disclosure>
  );
}

interface ReviewDraft {
  readonly verdict: EmergencyVerdict;
  readonly note: string;
}

function ReviewForm({ review }: { readonly review: (draft: ReviewDraft) => Promise<string | null> }) {
  const [note, setNote] = useState("");
  const [says, setSays] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);

  async function submit(verdict: EmergencyVerdict): Promise<void> {
    if (verdict === "not-appropriate" && note.trim() === "") {
      setSays("Say in a few words why it was not appropriate.");
      return;
    }
    setSays(null);
    setSaving(true);
    try {
      setSays(await review({ verdict, note: note.trim() }));
    } catch {
      setSays("The server could not be reached. Try again in a moment.");
    }
    setSaving(false);
  }

  return (
    <form onSubmit={(event: FormEvent) => event.preventDefault()} className="mt-3 flex flex-col gap-2.5">
      <TextArea
        label="Your note"
        hint="Needed where it was not appropriate."
        rows={2}
        maxLength={EMERGENCY_NOTE_MAXIMUM}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      {says && (
        <p role="alert" className="m-0 font-semibold text-bad">
          {says}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button isDisabled={isSaving} onPress={() => void submit("appropriate")}>
          Appropriate
        </Button>
        <Button isDisabled={isSaving} onPress={() => void submit("not-appropriate")}>
          Not appropriate
        </Button>
      </div>
    </form>
  );
}

interface AccessCardProps {
  readonly access: EmergencyAccess;
  readonly timeZone: string;
  /** Saves a review; gives why it could not be, or null. Left out where it was reviewed. */
  readonly review?: (draft: ReviewDraft) => Promise<string | null>;
}

/** One opening of a patient of another ward: who, when, why, what was done, and what was thought of it. */
export function AccessCard({ access, timeZone, review }: AccessCardProps) {
  const headingId = `access-${access.id}`;
  return (
    <article aria-labelledby={headingId} className="card">
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <h3 id={headingId} className="m-0 text-base font-semibold">
          {access.by.name}, {access.by.role}
        </h3>
        {access.review && <Chip>{access.review.verdict === "appropriate" ? "Appropriate" : "Not appropriate"}</Chip>}
      </div>
      <p className="m-0 text-mut">
        <LocalTime at={access.at} style="day-time" timeZone={timeZone} />, until{" "}
        <LocalTime at={access.expiresAt} style="time" timeZone={timeZone} />
        {access.wardName && `, ${access.wardName}`}, stay <span className="break-all">{access.stayId}</span>
      </p>
      <p className="m-0 mt-2 whitespace-pre-line">
        <strong>{EMERGENCY_REASON_WORDS[access.reason]}:</strong> {access.note}
      </p>
      <div className="mt-1">
        <Acts access={access} timeZone={timeZone} />
      </div>
      {access.review && (
        <p className="m-0 mt-2 text-mut">
          Reviewed by {access.review.byName}, <LocalTime at={access.review.at} style="day-time" timeZone={timeZone} />
          {access.review.note && <span className="block whitespace-pre-line text-ink">{access.review.note}</span>}
        </p>
      )}
      {review && <ReviewForm review={review} />}
    </article>
  );
}
