import { LocalTime } from "@/components/ui/local-time";
import { Part } from "@/components/ui/part";
import { dayWords } from "@/lib/core/day-words";
import type { TheatresView } from "@/lib/core/theatres/theatres-view";
import { count } from "@/lib/core/validation/figure-words";

/** What the numbers are made of, and what they are not. */
export function TheatresLimits({ view: { facts, timeZone } }: { readonly view: TheatresView }) {
  const {
    booked,
    bookedUnplanned,
    withoutProfile,
    addOnsMadeOn,
    addOnDays,
    recorded,
    bookingsReadAt,
    isFresh,
    simulated,
  } = facts;
  return (
    <Part title="What these numbers are, and are not">
      <ul className="m-0 max-w-[80ch] list-disc space-y-1 pl-5 text-sm">
        <li>
          Booked: {count(booked)} operations within the fortnight, from the FHIR server’s appointments and requests that
          are marked as surgical.{" "}
          {bookingsReadAt === null ? (
            "They were never read."
          ) : (
            <>
              Read <LocalTime at={bookingsReadAt} style="day-time" timeZone={timeZone} />
              {isFresh ? "." : ": more than two hours ago, so they may have changed."}
            </>
          )}
          {withoutProfile > 0 &&
            ` ${count(withoutProfile)} of them are of no kind listed here, and in none of the needs.`}
        </li>
        <li>
          {addOnsMadeOn === null
            ? "Operations nobody has booked are not forecast yet, so all needs are too low: that begins once there are eight weeks of recorded operations, in the night, or minutes after the first start."
            : `Operations nobody has booked: forecast on ${dayWords(addOnsMadeOn)} from ${count(addOnDays)} days of operations during stays that nobody had planned, spread over kinds as they were${bookedUnplanned > 0 ? `; ${count(bookedUnplanned)} such operations are booked by now, and counted once` : ""}. How such forecasts did stands under Forecast accuracy.`}
        </li>
        <li>
          Planned operations that nobody has booked yet are in no number: the further off a day is, the emptier it looks
          beside what it will be, and so do the rooms, people and supplies it needs.
        </li>
        <li>
          Durations: {count(recorded)} operations of the last year that were recorded from beginning to end, together
          with what was said of their kind, which weighs as much as eight of them. Operations are taken as independent
          of each other: a slow day of one surgeon makes the day longer together.
        </li>
        <li>
          Rooms are minutes divided by what a room can be filled with, rounded up; how operations fit into rooms one by
          one, and which surgeon is when, is not worked out. Recovery beds are for arrivals spread over the day: lists
          that end together need more. Of today no such chance is told: how much of its rooms is left is not known.
        </li>
        <li>
          The intervals know chance, and how little is known of how many come and how long they take. They do not know
          what is wrong in a list of supplies or a count of stock.
        </li>
        {simulated && (
          <li className="font-semibold">
            Demo: operations, durations, kinds, rooms and stock are synthetic. Its past has no day cases.
          </li>
        )}
      </ul>
    </Part>
  );
}
