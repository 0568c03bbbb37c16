import type { VersionSource } from "@/lib/core/registry/model-version";
import type { RolloutView, VersionRow } from "@/lib/core/registry/versions-view";
import type { Alias, RolloutCause } from "@/lib/core/rollout/rollout";
import { percent } from "@/lib/core/validation/figure-words";

export const SOURCE_WORDS: Readonly<Record<VersionSource, string>> = {
  shipped: "came with Wardlight",
  trained: "trained here",
  registered: "made elsewhere, registered here",
};

export const ALIAS_WORDS: Readonly<Record<Alias, string>> = {
  champion: "Champion",
  canary: "Canary",
  variant: "Arm of an approved A/B test",
  shadow: "Shadow",
};

/** The same within a sentence. */
export const aliasWords = (alias: Alias): string =>
  ALIAS_WORDS[alias].charAt(0).toLowerCase() + ALIAS_WORDS[alias].slice(1);

export const CAUSE_WORDS: Readonly<Record<RolloutCause, string>> = {
  person: "ended by a person",
  "fast-guard": "rolled back by the fast guard",
  "slow-guard": "rolled back by the slow guard",
  replaced: "replaced by another champion",
};

/** Whom a rollout is for, e.g. "Ward 1 and Ward 2; seen" or "a quarter of the patients; seen by nobody". */
export function selectorWords({ alias, wards, share }: Pick<RolloutView, "alias" | "wards" | "share">): string {
  const where =
    wards === null ? (alias === "champion" ? "every ward nothing else serves" : "every ward") : wards.join(", ");
  const who = share === null ? "" : `${percent(share, 0)} of the patients, `;
  return `${who}${where}${alias === "shadow" ? "; not shown on wards" : ""}`;
}

/** What a version does now, in a few words. */
export function servesWords({ isChampion, serves }: Pick<VersionRow, "isChampion" | "serves">): string {
  const parts = serves
    .filter(({ alias }) => alias !== "champion")
    .map((one) => `${ALIAS_WORDS[one.alias]}: ${selectorWords(one)}`);
  return [...(isChampion ? ["Champion"] : []), ...parts].join("; ") || "not in use";
}
