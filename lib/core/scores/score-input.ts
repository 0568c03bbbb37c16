import type { ScoreComponent } from "@/lib/core/model/scored-stay";

/** A fact with the resources it was read from. */
export interface Known<T> {
  readonly value: T;
  readonly evidence: readonly string[];
}

/** A number known to lie between two bounds: low = high once nothing can change it, high = Infinity while it can grow. */
export interface Between {
  readonly low: number;
  readonly high: number;
  readonly evidence: readonly string[];
  /** The record does not reach far enough back: `low` were found, and how many more there were cannot be known. */
  readonly isFloor?: boolean;
}

/** A fact that may still change before discharge. */
export interface SoFar<T> extends Known<T> {
  readonly isFinal: boolean;
}

export const exactly = (value: number, evidence: readonly string[] = []): Between => ({
  low: value,
  high: value,
  evidence,
});

/** Points of a component whose points never fall as the number grows; the whole range where the number is unknown. */
export function component(
  name: string,
  label: string,
  input: Between | null,
  points: (value: number) => number,
  describe: (value: number) => string,
  maximum: number,
): ScoreComponent {
  if (input === null) return { name, label, low: 0, high: maximum, value: null, evidence: [] };
  const { low, high, evidence, isFloor = false } = input;
  const value = isFloor
    ? `at least ${describe(low)}`
    : low === high
      ? describe(low)
      : high === Number.POSITIVE_INFINITY
        ? `${describe(low)} so far`
        : `${describe(low)} to ${describe(high)}`;
  return {
    name,
    label,
    low: points(low),
    high: high === Number.POSITIVE_INFINITY ? maximum : points(high),
    value,
    evidence,
  };
}

/** Points of a yes-or-no component; 0 to `points` where it is unknown or can still change. */
export function yesNo(
  name: string,
  label: string,
  input: SoFar<boolean> | Known<boolean> | null,
  points: number,
  words: { readonly yes: string; readonly no: string },
): ScoreComponent {
  if (input === null) return { name, label, low: 0, high: points, value: null, evidence: [] };
  const { value, evidence } = input;
  const isFinal = "isFinal" in input ? input.isFinal : true;
  const said = value ? words.yes : words.no;
  return {
    name,
    label,
    low: isFinal && value ? points : 0,
    high: isFinal && !value ? 0 : points,
    value: isFinal ? said : `${said} so far`,
    evidence,
  };
}

export const sum = (components: readonly ScoreComponent[], bound: "low" | "high"): number =>
  components.reduce((total, part) => total + part[bound], 0);

/**
 * Names of the components that could not be known: nothing recorded, or a count that is only a floor and whose points
 * more of it could change.
 * @param inputs by component name, where a count may be a floor
 */
export const unknownOf = (
  components: readonly ScoreComponent[],
  inputs: Readonly<Record<string, Between | null>> = {},
): readonly string[] =>
  components
    .filter(({ name, value, low, high }) => value === null || (inputs[name]?.isFloor === true && low !== high))
    .map(({ name }) => name);
