"use client";
import { useState } from "react";
import { DaysTable } from "@/components/theatres/days-table";
import { NeedsChart } from "@/components/theatres/needs-chart";
import { ProfilesPart } from "@/components/theatres/profiles-part";
import { SuppliesPart } from "@/components/theatres/supplies-part";
import type { TheatresActions } from "@/components/theatres/theatres-actions";
import { TheatresDialog } from "@/components/theatres/theatres-dialog";
import { TheatresLimits } from "@/components/theatres/theatres-limits";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { PrintedHead } from "@/components/ui/printed-head";
import { chanceWords } from "@/lib/core/capacity/chance-words";
import { dayWords } from "@/lib/core/day-words";
import { theatresCsv } from "@/lib/core/theatres/theatres-csv";
import type { TheatresView } from "@/lib/core/theatres/theatres-view";

interface TheatresScreenProps {
  readonly view: TheatresView;
  /** Which need the address asks for. */
  readonly asked: string;
  readonly actions: TheatresActions;
  /** After something was saved: everything is read anew. */
  readonly refresh: () => void;
}

/** From here on a day is named: one in four. */
const THRESHOLD = 0.25;

/** Whether there is no operation to plan for, known or expected. */
const hasNothing = ({ facts }: TheatresView): boolean => facts.booked === 0 && facts.addOnsMadeOn === null;

/** Days on which more is likely to be needed than there is, in one sentence. */
function shortageWords(view: TheatresView): string {
  const { days, setting } = view;
  if (setting === null)
    return "Nobody has said how many rooms there are, so nothing is told of whether they are enough.";
  if (hasNothing(view)) return "Nothing is told yet of whether the rooms are enough.";
  const named = days.flatMap(({ day, needs: { roomsRunOut } }) =>
    (roomsRunOut ?? 0) >= THRESHOLD ? [`${dayWords(day)} (${chanceWords(roomsRunOut ?? 0)})`] : [],
  );
  return named.length === 0
    ? `On no day of the next ${days.length} is there a chance of a quarter or more that the rooms staffed do not do.`
    : `The rooms staffed may not do on ${named.join(", ")}.`;
}

/** What is in none of the needs though it will need something, in sentences. */
function whyTooLow({ booked, withoutProfile, addOnsMadeOn }: TheatresView["facts"]): string[] {
  return [
    ...(addOnsMadeOn === null ? ["Operations that nobody has booked are not forecast yet."] : []),
    ...(withoutProfile > 0
      ? [`${withoutProfile} of ${booked} booked operations are of no kind listed here, and in none of the needs.`]
      : []),
  ];
}

/** A fortnight in theatre for whoever plans it: needs against what there is, supplies, and what it is worked out from. */
export function TheatresScreen({ view, asked, actions, refresh }: TheatresScreenProps) {
  const { asOf, timeZone, days, facts, setting } = view;
  const tooLowBecause = whyTooLow(facts);
  const [isSetting, setIsSetting] = useState(false);
  return (
    <>
      <PrintedHead
        title="Theatres and supplies"
        {...{ asOf, timeZone }}
        fileName={`theatres-${days[0]?.day ?? "ahead"}`}
        csv={() => theatresCsv(view)}
      />
      <p className="m-0 mb-3 max-w-[80ch] text-mut">
        What the operations of the next {days.length} days need, as a range of what is likely: those that are booked,
        and those that nobody has booked yet.{facts.simulated && " Demo: everything here is synthetic."}
      </p>
      <div className="grid min-w-0 gap-4">
        <p className="m-0">
          <span className="font-semibold">{shortageWords(view)}</span>{" "}
          <Button look="text" className="print:hidden" onPress={() => setIsSetting(true)}>
            {setting === null ? "Say how many rooms there are" : "Change rooms and recovery"}
          </Button>
        </p>
        {hasNothing(view) ? (
          <Notice title="Nothing to plan from yet">
            {facts.bookingsReadAt === null
              ? "No source of booked operations was read: Connections says which FHIR server is read."
              : "No operation is booked within the fortnight."}{" "}
            Those that nobody has booked are not forecast yet. No need shown does not mean that there is none.
          </Notice>
        ) : (
          <>
            {tooLowBecause.length > 0 && (
              <Notice title="These needs are too low" tone="warn">
                {tooLowBecause.join(" ")}
              </Notice>
            )}
            <NeedsChart days={days} asked={asked} />
            <DaysTable days={days} />
          </>
        )}
        <SuppliesPart view={view} actions={actions} saved={refresh} />
        <ProfilesPart profiles={view.profiles} timeZone={timeZone} actions={actions} saved={refresh} />
        <TheatresLimits view={view} />
      </div>
      {isSetting && (
        <TheatresDialog
          {...{ setting, actions, refresh }}
          close={() => setIsSetting(false)}
          saved={() => {
            setIsSetting(false);
            refresh();
          }}
        />
      )}
    </>
  );
}
