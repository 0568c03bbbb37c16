import { Notice } from "@/components/ui/notice";
import type { StayView } from "@/lib/core/worklist/stay-view";

/** Why there is no number, and what stands instead. No number is not a low number. */
export function OutsideModel({ stay }: { readonly stay: StayView }) {
  if (stay.silentBecause !== null) return <Notice title="No model score yet">{stay.silentBecause}</Notice>;
  if (stay.scored === null) {
    return (
      <Notice title="Not scored yet">
        This stay has arrived but was not scored. Use judgement; look again in a few minutes.
      </Notice>
    );
  }
  const { reasons } = stay.scored.applicability;
  return (
    <section className="card" aria-labelledby="outside">
      <h2 id="outside" className="m-0 mb-1.5 text-base font-semibold">
        Outside this model
      </h2>
      <ul className="m-0 list-disc pl-5">
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <p className="m-0 mt-2">
        <strong>No model score, use judgement.</strong> LACE and HOSPITAL stand alone. No score does not mean low risk.
      </p>
      {stay.model && <p className="m-0 mt-2 text-sm text-mut">This model is for: {stay.model.intendedPopulation}</p>}
    </section>
  );
}
