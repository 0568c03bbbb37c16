import type { RolloutDraft } from "@/lib/core/rollout/rollout";

/** What the form holds before it is sent. */
export interface RolloutForm {
  readonly alias: RolloutDraft["alias"];
  readonly wardIds: ReadonlySet<string>;
  /** As typed, in percent. */
  readonly share: string;
  readonly approvalReference: string;
  readonly why: string;
}

/** What is asked of the server, or what is still missing, in one sentence. */
export function toRolloutDraft(form: RolloutForm): { readonly draft: RolloutDraft } | { readonly asks: string } {
  const { alias } = form;
  const [why, reference] = [form.why.trim(), form.approvalReference.trim()];
  const isShadow = alias === "shadow";
  const percent = Number(form.share);
  if (!isShadow && form.wardIds.size === 0) return { asks: "Choose at least one ward." };
  if (isShadow && !(percent > 0 && percent <= 100))
    return { asks: "The share of patients must be above 0 and at most 100 %." };
  if (alias === "variant" && reference === "") return { asks: "Give the reference of the approval." };
  if (why.length < 3) return { asks: "Say why, in a few words." };
  return {
    draft: {
      ...{ alias, why },
      wardIds: form.wardIds.size === 0 ? null : [...form.wardIds],
      share: isShadow && percent < 100 ? percent / 100 : null,
      approvalReference: alias === "variant" ? reference : null,
    },
  };
}
