import type { ReactNode } from "react";

/** Names and what they are: beside each other, or one under the other where there is no room. */
export function FactList({ facts }: { readonly facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="m-0 grid grid-cols-[minmax(0,1fr)] gap-x-3 gap-y-1.5 text-sm max-sm:gap-y-0.5 sm:grid-cols-[7rem_minmax(0,1fr)]">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-mut">{name}</dt>
          <dd className="m-0 [overflow-wrap:anywhere] max-sm:mb-1.5">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
