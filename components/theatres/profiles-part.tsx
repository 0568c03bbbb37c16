"use client";
import { useState } from "react";
import { ProfileDialog } from "@/components/theatres/profile-dialog";
import type { TheatresActions } from "@/components/theatres/theatres-actions";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { FigureTable } from "@/components/ui/figure-table";
import { LocalTime } from "@/components/ui/local-time";
import { Part } from "@/components/ui/part";
import type { ProcedureProfile } from "@/lib/core/theatres/procedure-profile";
import type { ProfileView, SaidBy } from "@/lib/core/theatres/theatres-view";
import { count } from "@/lib/core/validation/figure-words";

const minutesOf = ({ median, ninetieth }: { readonly median: number; readonly ninetieth: number }): string =>
  `${median}, ${ninetieth}`;

const suppliesOf = ({ supplies }: ProcedureProfile): string =>
  supplies.map(({ item, perCase }) => (perCase === 1 ? item : `${perCase} × ${item}`)).join(", ") || "none";

function Said({ said: { at, by }, timeZone }: { readonly said: SaidBy; readonly timeZone: string }) {
  return (
    <>
      {by ?? "Made with the demo"}, <LocalTime at={at} style="day-time" timeZone={timeZone} />
    </>
  );
}

/** Kinds of operation, what each needs, and every version of them; can be added, changed and retired. */
export function ProfilesPart({
  profiles,
  timeZone,
  actions,
  saved,
}: {
  readonly profiles: readonly ProfileView[];
  readonly timeZone: string;
  readonly actions: TheatresActions;
  readonly saved: () => void;
}) {
  const [editing, setEditing] = useState<string | "new" | null>(null);
  const edited = profiles.find(({ profile }) => profile.id === editing);
  return (
    <Part
      title="Kinds of operation"
      action={
        <Button className="print:hidden" onPress={() => setEditing("new")}>
          Add a kind
        </Button>
      }
    >
      {profiles.length === 0 ? (
        <p className="m-0 text-mut">
          None yet. Until there is one, booked operations are counted, and nothing is said of what they need.
        </p>
      ) : (
        <>
          <p className="m-0 text-sm text-mut">
            Minutes from patient in to patient out: half take less than the first, one in ten more than the second.
            “With what was recorded” is what the plan goes by.
          </p>
          <FigureTable
            label="Kinds of operation"
            hasActions
            header={["Kind", "As said", "With what was recorded", "Recorded", "Turnover", "Recovery", "Uses", "Change"]}
            rows={profiles.map(({ profile, usual, recorded }) => ({
              key: profile.id,
              cells: [
                profile.name,
                minutesOf(profile.duration),
                minutesOf(usual),
                count(recorded),
                profile.turnover,
                profile.recovery,
                <span key="uses" className="block min-w-48 whitespace-normal">
                  {suppliesOf(profile)}
                </span>,
                <Button
                  key="change"
                  look="text"
                  className="print:hidden"
                  aria-label={`Change ${profile.name}`}
                  onPress={() => setEditing(profile.id)}
                >
                  Change
                </Button>,
              ],
            }))}
          />
          <Disclosure summary="Who changed what, and when">
            <FigureTable
              label="Versions of kinds of operation"
              header={["Kind", "Version", "Saved by", "As said", "Turnover", "Recovery", "Goes ahead"]}
              rows={profiles.flatMap(({ versions }) =>
                versions.map(({ version, profile, ...said }) => ({
                  key: `${profile.id} ${version}`,
                  cells: [
                    profile.name,
                    version,
                    <Said key="said" said={said} timeZone={timeZone} />,
                    minutesOf(profile.duration),
                    profile.turnover,
                    profile.recovery,
                    `${Math.round(profile.goesAhead * 100)}\u202f%`,
                  ],
                })),
              )}
            />
          </Disclosure>
        </>
      )}
      {(editing === "new" || edited) && (
        <ProfileDialog
          edited={edited ?? null}
          taken={new Set(profiles.map(({ profile }) => profile.id))}
          {...{ timeZone, actions, refresh: saved }}
          close={() => setEditing(null)}
          saved={() => {
            setEditing(null);
            saved();
          }}
        />
      )}
    </Part>
  );
}
