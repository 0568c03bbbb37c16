import { isCompared, type ProgrammeView } from "@/lib/core/programme/programme-view";
import { count } from "@/lib/core/validation/figure-words";

/** What the two pictures can prove, and what they cannot. */
export function ProgrammeLimits({ programme }: { readonly programme: ProgrammeView }) {
  const { died, withoutNumber, unsettled, simulated, course } = programme;
  return (
    <section className="card" aria-labelledby="limits">
      <h2 id="limits" className="m-0 mb-1.5 text-base font-semibold">
        What this can prove, and what it cannot
      </h2>
      <ul className="m-0 max-w-[80ch] list-disc space-y-1 pl-5 text-sm">
        <li>
          Beside the line: whether a patient stood just above or just below it was as good as chance, so a difference in
          what became of them comes from the line. It holds for patients near the line only. It says nothing of those
          far above it, and it is the effect of standing above, not of a call: some above are not called and some below
          are.
        </li>
        <li>
          Only patients whom the number put where they stood are compared: those who leave on the same days as the
          patients at the line. A line that was moved after patients were looked at, or drawn to take in one patient,
          spoils the comparison.
        </li>
        <li>
          By month: what was expected is what the model said of each patient, so a model that has drifted looks like a
          programme that works, or fails. Other things changed with the months as well. This picture can show that
          something changed; it cannot show why.
        </li>
        {course !== null && (
          <li>
            {isCompared(course)
              ? "A stay counts as one with numbers shown where its last ward was shown those of the version that served it, from admission to discharge."
              : "There are no stays both with and without numbers shown on their ward, so there is nothing to compare."}{" "}
            {course.mixed > 0 &&
              `${count(course.mixed)} ${course.mixed === 1 ? "stay" : "stays"} during which that changed ${course.mixed === 1 ? "is" : "are"} in neither.`}
          </li>
        )}
        <li>
          Left out: {count(died)} {died === 1 ? "stay" : "stays"} after which the patient died within 30 days (a death
          is no success), {count(withoutNumber)} without a number, and {count(unsettled)}{" "}
          {unsettled === 1 ? "stay" : "stays"} that ended on a day of which not every outcome is settled yet.
          Readmissions to other hospitals are not seen.
        </li>
        {simulated && <li>This is the demo hospital: patients, readmissions and lines are simulated.</li>}
      </ul>
    </section>
  );
}
