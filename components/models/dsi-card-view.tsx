import type { DsiCard, SourceAttribute } from "@/lib/core/model/dsi-card";

interface DsiCardViewProps {
  readonly card: DsiCard;
  /** Where the same is as JSON. */
  readonly address: string;
}

/** The 31 source attributes; what nobody stated is said to be so. */
export function DsiCardView({ card, address }: DsiCardViewProps) {
  const sections = new Map<string, SourceAttribute[]>();
  for (const one of card.attributes) sections.set(one.section, [...(sections.get(one.section) ?? []), one]);
  return (
    <section className="card" aria-labelledby="dsi-card">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id="dsi-card" className="m-0 text-lg font-semibold">
          Source attributes
        </h2>
        <span className="text-sm text-mut">
          {card.stated} of {card.attributes.length} stated, {card.blank} blank
        </span>
        <a
          className="quiet-link ml-auto inline-flex items-center text-sm touch:min-h-11 print:hidden"
          href={address}
          target="_blank"
          rel="noopener"
        >
          The same as JSON
        </a>
      </div>
      <p className="m-0 mt-1 max-w-[80ch] text-sm text-mut">
        Of a predictive decision support intervention, as {card.rule} names them, filled from what is on record here.
        That is no statement that Wardlight is certified.
      </p>
      {[...sections].map(([section, attributes]) => (
        <div key={section} className="mt-3">
          <h3 className="m-0 text-base font-semibold">{section}</h3>
          <dl className="m-0 mt-1 grid grid-cols-[minmax(0,1fr)] gap-x-4 gap-y-1 text-sm sm:grid-cols-[16rem_minmax(0,1fr)]">
            {attributes.map(({ id, name, value }) => (
              <div key={id} className="contents">
                <dt className="text-mut">
                  {id} {name}
                </dt>
                <dd className="m-0 max-w-[80ch] [overflow-wrap:anywhere] max-sm:mb-2">
                  {value ?? <em>Blank: not stated.</em>}
                </dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
    </section>
  );
}
