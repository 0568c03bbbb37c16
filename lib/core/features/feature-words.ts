import type { FeatureSpec } from "@/lib/core/features/feature-spec";

/** The whole numbers of one range: "3", "5 to 7", "8 or more". */
export function rangeLabel(from: number, next: number | undefined): string {
  const first = Math.max(0, Math.ceil(from));
  if (next === undefined) return `${first} or more`;
  const last = Math.ceil(next) - 1;
  return last <= first ? String(first) : `${first} to ${last}`;
}

/** A level in words without the feature's own label before it. */
export function levelLabel(spec: FeatureSpec, code: string): string {
  const sentence =
    (spec.kind === "categorical" ? spec.levels.find((level) => level.code === code)?.sentence : undefined) ?? code;
  return sentence.startsWith(`${spec.label}: `) ? sentence.slice(spec.label.length + 2) : sentence;
}
