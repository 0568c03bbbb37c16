import type { AlertBurden } from "@/lib/core/alerts/alert-burden";
import { burdenSentences } from "@/lib/core/alerts/burden-words";

/** What a rule would have come to, in sentences: how many, whom it would have found rightly, and what is not known. */
export function BurdenCard({ burden }: { readonly burden: AlertBurden }) {
  const [first, ...rest] = burdenSentences(burden);
  return (
    <section aria-labelledby="burden" className="card px-4 py-3">
      <h2 id="burden" className="m-0 mb-1 text-base font-semibold">
        What it would have come to
      </h2>
      <p className="m-0 mb-1 text-lg">{first}</p>
      {rest.map((one) => (
        <p key={one} className="m-0 mt-1 max-w-[75ch] text-mut">
          {one}
        </p>
      ))}
    </section>
  );
}
