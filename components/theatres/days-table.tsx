import { FigureTable } from "@/components/ui/figure-table";
import { Part } from "@/components/ui/part";
import { chanceWords } from "@/lib/core/capacity/chance-words";
import { dayWords } from "@/lib/core/day-words";
import { TEAM_ROLES } from "@/lib/core/theatres/procedure-profile";
import { likelyWords, ROLE_WORDS, toHours } from "@/lib/core/theatres/theatre-words";
import type { TheatresView } from "@/lib/core/theatres/theatres-view";

/** "3 of 3 staffed, 12 %": what is likely to be needed, what there is, and how likely it is not to do. */
const against = (likely: string, there: number | null, chance: number | null): string =>
  there === null || chance === null ? likely : `${likely} of ${there}; ${chanceWords(chance)} over`;

/** Every day's needs beside what there is. */
export function DaysTable({ days }: { readonly days: TheatresView["days"] }) {
  const roles = TEAM_ROLES.filter((role) => days.some(({ needs }) => needs.team[role] !== undefined));
  return (
    <Part title="Day by day">
      <p className="m-0 text-sm text-mut">
        Median, with the 80{"\u202f"}% interval. “Over”: the chance that more is needed than there is. Today is what is
        still to come.
      </p>
      <FigureTable
        label="Needs in theatre by day"
        header={[
          ...["Day", "Booked", "Operations", "Theatre hours", "Rooms", "Recovery beds"],
          ...roles.map((role) => ROLE_WORDS[role]),
        ]}
        rows={days.map(({ day, booked, needs, there }) => ({
          key: day,
          cells: [
            dayWords(day),
            booked,
            likelyWords(needs.cases),
            likelyWords(toHours(needs.minutes)),
            against(likelyWords(needs.rooms), there.rooms, needs.roomsRunOut),
            against(likelyWords(needs.recoveryBeds), there.recoveryBeds, needs.recoveryRunsOut),
            ...roles.map((role) => {
              const people = needs.team[role];
              return people === undefined ? "–" : likelyWords(people);
            }),
          ],
        }))}
      />
    </Part>
  );
}
