import { Disclosure } from "@/components/ui/disclosure";
import { ScrollBox } from "@/components/ui/scroll-box";
import type { FeatureReport, MonitoringReport } from "@/lib/core/monitoring/monitoring-report";
import { count, fixed, percent } from "@/lib/core/validation/figure-words";

/** A share as a bar under its number: hollow before, filled now, so that they are told apart without colour. */
function Share({ of, most, look }: { readonly of: number; readonly most: number; readonly look: "before" | "now" }) {
  const fill = look === "before" ? "border border-mut" : "bg-accent print:bg-black forced-colors:bg-[CanvasText]";
  return (
    <span className="flex flex-col gap-0.5">
      <span>{percent(of)}</span>
      <span
        aria-hidden="true"
        className={`block h-2 rounded-xs ${fill}`}
        style={{ width: `${Math.max(1, (100 * of) / most)}%` }}
      />
    </span>
  );
}

function Distribution({ feature }: { readonly feature: FeatureReport }) {
  const { label, cells, missingBefore, missingNow } = feature;
  const most = Math.max(0.01, ...cells.flatMap(({ before, now }) => [before, now]));
  return (
    <ScrollBox label={`${label}, before and now`} className="my-2 overflow-x-auto rounded-lg border border-line">
      <table className="w-full min-w-72 border-collapse text-sm">
        <thead className="bg-sunken text-left text-mut">
          <tr>
            <th className="px-3 py-1.5 font-semibold">{feature.unit === null ? "Level" : `Range, ${feature.unit}`}</th>
            <th className="w-[32%] px-3 py-1.5 font-semibold">Before</th>
            <th className="w-[32%] px-3 py-1.5 font-semibold">Last week</th>
          </tr>
        </thead>
        <tbody>
          {cells.map(({ label: cell, before, now }) => (
            <tr key={cell} className="border-t border-line align-top">
              <th scope="row" className="px-3 py-1 text-left font-normal">
                {cell}
              </th>
              <td className="px-3 py-1">
                <Share of={before} most={most} look="before" />
              </td>
              <td className="px-3 py-1">
                <Share of={now} most={most} look="now" />
              </td>
            </tr>
          ))}
          <tr className="border-t border-line text-mut">
            <th scope="row" className="px-3 py-1 text-left font-normal">
              Not recorded, of all stays
            </th>
            <td className="px-3 py-1">{percent(missingBefore)}</td>
            <td className="px-3 py-1">{percent(missingNow)}</td>
          </tr>
        </tbody>
      </table>
    </ScrollBox>
  );
}

const moreThanChance = ({ psi, psiByChance }: FeatureReport): boolean => psi > psiByChance;

/** The model's answer and every feature beside the reference, each opening onto both distributions. */
export function FeatureMoves({ report }: { readonly report: MonitoringReport }) {
  const { features, reference, window } = report;
  if (reference === null || window === null || features.length === 0)
    return <p className="m-0 text-mut">There are too few stays to compare with yet.</p>;
  return (
    <>
      <p className="m-0 mb-2 max-w-[80ch] text-sm text-mut">
        Last week ({count(window.stays)} stays) against the reference ({count(reference.stays)} stays, {reference.from}{" "}
        to {reference.to}). PSI: population stability index; beside it what chance alone stays below in 999 of 1,000
        samples of this size.
      </p>
      <ul className="m-0 flex list-none flex-col divide-y divide-line p-0">
        {features.map((feature, place) => (
          <li key={feature.name}>
            <Disclosure
              isOpenAtFirst={place === 0}
              summary={
                <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3">
                  <span className={moreThanChance(feature) ? "font-semibold" : ""}>{feature.label}</span>
                  <span className="ml-auto text-sm text-mut tabular-nums">
                    PSI {fixed(feature.psi, 3)}{" "}
                    <span className="whitespace-nowrap">(chance: up to {fixed(feature.psiByChance, 3)})</span>
                    {moreThanChance(feature) && <strong className="font-semibold text-ink"> more than chance</strong>}
                  </span>
                </span>
              }
            >
              <p className="m-0 text-sm text-mut">
                Jensen–Shannon distance {fixed(feature.jensenShannon, 3)}
                {feature.wasserstein !== null &&
                  `, Wasserstein distance ${fixed(feature.wasserstein, 2)} ${feature.unit ?? ""}`}
                ; chi-square p {feature.p < 0.001 ? "below 0.001" : fixed(feature.p, 3)}, not adjusted for the number of
                features.
              </p>
              <Distribution feature={feature} />
            </Disclosure>
          </li>
        ))}
      </ul>
    </>
  );
}
