import type { PatientFlowView } from "@/lib/core/flow/patient-flow";

/** What the numbers are made of, and what they are not. */
export function FlowLimits({ flow }: { readonly flow: PatientFlowView }) {
  const { silentBecause, provenance, target, localReadmissions, simulated } = flow;
  return (
    <section className="card mt-4" aria-labelledby="limits">
      <h2 id="limits" className="m-0 mb-1.5 text-base font-semibold">
        What these numbers are, and are not
      </h2>
      <ul className="m-0 max-w-[80ch] list-disc space-y-1 pl-5 text-sm">
        <li>
          Expected to leave: current stays by the planned end in the record. One that has passed counts as today. Stays
          without a planned end are in no day’s count, and planned ends move.
        </li>
        {silentBecause === null && (
          <>
            <li>
              Readmissions expected: the sum of the model’s chances of {target}, planned ones included, over patients
              who left in the last 30 days and are not back. Whoever stayed away so far counts for less. Known deaths
              are left out, where the record tells of them.
            </li>
            <li>
              They stand under the unit that discharged the patient. They may come back to another one, or to another
              hospital.
            </li>
            <li>
              The interval knows chance alone: 8 in 10 such weeks would fall in it if every chance were right. It does
              not know how wrong the model may be here. {provenance}
            </li>
            <li>
              When they come back follows published timing after heart failure (Dharmarajan 2013: 32 % of 30-day
              readmissions within 7 days, 61 % within 15)
              {localReadmissions > 0 &&
                `, drawn towards this hospital’s own ${localReadmissions.toLocaleString("en")}${simulated ? " simulated" : ""} readmissions of the last two years`}
              .
            </li>
          </>
        )}
        <li>
          Not here: patients who come for the first time, which are under Beds ahead, and transfers between units.
        </li>
        {simulated && (
          <li className="font-semibold">
            Demo: patients, stays and outcomes are synthetic; these are simulated numbers.
          </li>
        )}
      </ul>
    </section>
  );
}
