import { LocalTime } from "@/components/ui/local-time";
import type { CensusView } from "@/lib/core/capacity/census-view";
import { count, fixed } from "@/lib/core/validation/figure-words";

/** Bookings change by the hour. */
const OLD_MS = 2 * 3_600_000;

/** What the numbers are made of, and what they are not. */
export function BedsLimits({ view }: { readonly view: CensusView }) {
  const { asOf, facts, timeZone, history } = view;
  const isOld =
    facts.booked !== null &&
    facts.bookingsReadAt !== null &&
    Date.parse(asOf) - Date.parse(facts.bookingsReadAt) > OLD_MS;
  return (
    <section className="card mt-5" aria-labelledby="limits">
      <h2 id="limits" className="m-0 mb-1.5 text-base font-semibold">
        What these numbers are, and are not
      </h2>
      <ul className="m-0 max-w-[80ch] list-disc space-y-1 pl-5 text-sm">
        <li>
          Patients here now: each one’s chance to be still here at every midnight, by day of stay, main diagnosis, kind
          of admission, age and weekday. Learnt from US patients with diabetes 1999–2008, corrected by{" "}
          {count(facts.localStays)} stays of this hospital{facts.simulated && " (synthetic)"}, {count(facts.lateDays)}{" "}
          patient-days of them from day 14 on
          {facts.learntAt !== null && (
            <>
              {" "}
              (learnt <LocalTime at={facts.learntAt} style="day-time" timeZone={timeZone} />, anew every hour)
            </>
          )}
          . Planned discharge dates are not used.
        </li>
        <li>
          {facts.demandReadAt === null
            ? "The emergency department was never read: nobody in it is counted one by one."
            : facts.emergencySilent === null
              ? `Emergency department: ${count(facts.emergency)} patients there now with a chance of admission, spread over units as admissions were${facts.emergencyOutside > 0 ? `; ${count(facts.emergencyOutside)} more are outside what the model is for and count with the unscheduled` : ""}.`
              : `Nobody in the emergency department is counted one by one. ${facts.emergencySilent}`}
          {facts.demandReadAt !== null && (
            <>
              {" "}
              Read <LocalTime at={facts.demandReadAt} style="day-time" timeZone={timeZone} />.
            </>
          )}
        </li>
        <li>
          {facts.bookingsReadAt === null
            ? "Bookings were never read."
            : facts.booked === null
              ? "Bookings were not read for a day, so that none of them is counted."
              : `Booked: ${count(facts.booked)} admissions within the fortnight. That 95\u202f% of them come, between six and eighteen o’clock, is an assumption.`}{" "}
          {facts.plannedUnbooked >= 0.5 &&
            `${fixed(facts.plannedUnbooked, 0)} more planned admissions are expected that nobody has booked yet, by what was usual on the same weekdays of the last eight weeks.`}
          {isOld && " Bookings were last read more than two hours ago: what was booked or cancelled since is not in."}
          {facts.bookedElsewhere > 0 &&
            ` ${count(facts.bookedElsewhere)} more name no unit, or none of yours, and are in no number here.`}
        </li>
        <li>
          {facts.returningSilent === null
            ? `Readmissions: chances of those who left in the last 30 days, under the unit that discharged them${facts.withoutEstimate > 0 ? `; ${count(facts.withoutEstimate)} recent discharges are outside the model and count with the unscheduled` : ""}.`
            : `No readmission is counted one by one. ${facts.returningSilent}`}
        </li>
        <li>
          {facts.learntAt === null
            ? "Unscheduled admissions are not forecast yet: nothing was learnt of this hospital’s own past so far."
            : facts.arrivalDays > 0
              ? `Unscheduled admissions beyond those: forecast from the last ${count(facts.arrivalDays)} days of the whole hospital, and spread over units as they went before.`
              : "Unscheduled admissions are not forecast: this hospital has been followed for too few days. Numbers beyond the first days are therefore too low."}
        </li>
        <li>
          Moves between units are not known here: a patient is taken to stay on the unit they are on. Nobody is turned
          away in these numbers; what there is no bed for shows as a chance.
        </li>
        <li>
          The intervals know chance, and how little is known of how many will come. They do not know how wrong a model
          may be here.
        </li>
        {history.days.length > 0 && <li>A past midnight counts a patient on the unit they were last known on.</li>}
        {facts.simulated && <li className="font-semibold">Demo: patients, bookings, beds and rotas are synthetic.</li>}
      </ul>
    </section>
  );
}
