import { Disclosure } from "@/components/ui/disclosure";
import { FactList } from "@/components/ui/fact-list";
import { ScrollBox } from "@/components/ui/scroll-box";
import { count, fixed, intervalWords, percent } from "@/lib/core/validation/figure-words";
import type { ModelsView } from "@/lib/core/validation/models-view";

const VIEW_WORDS = { admission: "At admission", stay: "During the stay", discharge: "At discharge" } as const;

/** What the manifest says of the model: what it is of, for whom, from what, and how well it did there. */
export function ModelFactsCard({ model }: Pick<ModelsView, "model">) {
  const { operatingPoints: points } = model;
  const facts = [
    ["Predicts", model.target],
    ["For", model.intendedPopulation],
    ["Learnt from", model.trainedOn],
    [
      "Tiers",
      `very high from ${percent(points["very-high"])}, high from ${percent(points.high)}, moderate from ${percent(points.moderate)}`,
    ],
    ["File", `SHA-256 ${model.sha256}`],
  ] as const;
  return (
    <section className="card" aria-labelledby="facts">
      <h2 id="facts" className="m-0 mb-1.5 text-base font-semibold">
        About this model
      </h2>
      <FactList facts={facts} />
      <h3 className="m-0 mt-3 mb-1 text-sm font-semibold">Where it learnt, on stays it had not seen</h3>
      <ScrollBox label="Results where the model learnt" className="overflow-x-auto">
        <table className="w-full border-collapse text-sm">
          <thead className="text-left text-mut">
            <tr>
              <th className="py-1 pr-3 font-semibold">Scored</th>
              <th className="py-1 pr-3 text-right font-semibold">Stays</th>
              <th className="py-1 pr-3 text-right font-semibold">Readmitted</th>
              <th className="py-1 pr-3 text-right font-semibold">AUROC (95{"\u202f"}% interval)</th>
              <th className="py-1 pr-3 text-right font-semibold">ECE</th>
              <th className="py-1 text-right font-semibold">Slope</th>
            </tr>
          </thead>
          <tbody>
            {model.results.map(({ view, stays, readmissions, auroc, aurocCi95, ece, calibrationSlope }) => (
              <tr key={view} className="border-t border-line">
                <th scope="row" className="py-1 pr-3 text-left font-normal">
                  {VIEW_WORDS[view]}
                </th>
                <td className="py-1 pr-3 text-right">{count(stays)}</td>
                <td className="py-1 pr-3 text-right">{count(readmissions)}</td>
                <td className="py-1 pr-3 text-right whitespace-nowrap">
                  {fixed(auroc, 3)} ({intervalWords(aurocCi95, 3)})
                </td>
                <td className="py-1 pr-3 text-right">{fixed(ece, 4)}</td>
                <td className="py-1 text-right">{fixed(calibrationSlope, 2)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      <div className="mt-2">
        <Disclosure summary={<span className="text-accent">The whole model card</span>}>
          <ScrollBox
            label="Model card"
            className="mt-1 max-h-[32rem] overflow-auto rounded-lg border border-line bg-sunken p-3"
          >
            <pre className="m-0 text-sm whitespace-pre-wrap">{model.card}</pre>
          </ScrollBox>
        </Disclosure>
      </div>
    </section>
  );
}
