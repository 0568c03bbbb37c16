import { classNames } from "@/components/ui/class-names";

const LEVELS = {
  "very-high": {
    shape: "M8 1 15 8 8 15 1 8Z",
    word: "Very high",
    look: "bg-(--level-4) text-(--level-4-ink) border-(--level-4)",
  },
  high: { shape: "M8 2 15 14H1Z", word: "High", look: "bg-panel text-(--level-3) border-(--level-3)" },
  moderate: {
    shape: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Z",
    word: "Moderate",
    look: "bg-panel text-(--level-2) border-(--level-2)",
  },
  low: {
    shape: "M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11Z",
    word: "Low",
    look: "bg-panel text-(--level-1) border-line",
  },
} as const;

/** A level told by shape and word first, by colour last; readable on a grey printout. It brings the ground its colours pass on. */
export function LevelBadge({
  level,
  large = false,
}: {
  readonly level: keyof typeof LEVELS;
  readonly large?: boolean;
}) {
  const { shape, word, look } = LEVELS[level];
  return (
    <span
      className={classNames(
        "inline-flex items-center gap-1.5 whitespace-nowrap rounded-md border-[1.5px] font-semibold print:border-current print:bg-transparent print:text-black",
        large ? "px-2.5 py-1 text-base" : "px-2 py-0.5 text-sm",
        look,
      )}
    >
      <svg viewBox="0 0 16 16" className="size-[0.7em] shrink-0 overflow-visible" aria-hidden="true">
        <path
          d={shape}
          fill={level === "low" ? "none" : "currentColor"}
          stroke="currentColor"
          strokeWidth={level === "low" ? 2.5 : 0}
        />
      </svg>
      {word}
    </span>
  );
}
