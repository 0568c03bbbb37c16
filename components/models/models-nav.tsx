import { LinkChoice } from "@/components/ui/link-choice";

const PLACES = [
  { key: "serving", href: "/models", name: "What serves" },
  { key: "versions", href: "/models/versions", name: "Versions" },
  { key: "compare", href: "/models/compare", name: "Compare two" },
] as const;

/** From what serves to every version and back. */
export function ModelsNav({ here }: { readonly here: (typeof PLACES)[number]["key"] | null }) {
  return (
    <div className="mb-3">
      <LinkChoice label="Models" choices={PLACES.map((place) => ({ ...place, isChosen: place.key === here }))} />
    </div>
  );
}
