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

/** Days on which more is likely to be needed than there is, in one sentence. */
function shortageWords({ days, setting }: TheatresView): string {
  if (setting === null)
    return "Nobody has said how many rooms there are, so nothing is told of whether they are enough.";
  const named = days.flatMap(({ day, needs: { roomsRunOut } }) =>
    (roomsRunOut ?? 0) >= THRESHOLD ? [`${dayWords(day)} (${chanceWords(roomsRunOut ?? 0)})`] : [],
  );
  return named.length === 0
    ? `On no day of the next ${days.length} is there a chance of a quarter or more that the rooms staffed do not do.`
    : `The rooms staffed may not do on ${named.join(", ")}.`;
}

/** A fortnight in theatre for whoever plans it: needs against what there is, supplies, and what it is worked out from. */
export function TheatresScreen({ view, asked, actions, refresh }: TheatresScreenProps) {
  const { asOf, timeZone, days, facts, setting } = view;
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
        <NeedsChart days={days} asked={asked} />
        <DaysTable days={days} />
        <SuppliesPart view={view} actions={actions} saved={refresh} />
        <ProfilesPart profiles={view.profiles} timeZone={timeZone} actions={actions} saved={refresh} />
        <TheatresLimits view={view} />
      </div>
      {isSetting && (
        <TheatresDialog
          setting={setting}
          actions={actions}
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
