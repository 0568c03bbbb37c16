/** How each strategy's line looks: dashes tell them apart where colours do not. */
export const DECISION_LINES: Readonly<
  Record<string, { readonly stroke: string; readonly width: number; readonly dashes: string }>
> = {
  model: { stroke: "var(--accent)", width: 2.75, dashes: "" },
  lace: { stroke: "var(--level-3)", width: 1.75, dashes: "7 3" },
  "hospital-intermediate": { stroke: "var(--ink)", width: 1.75, dashes: "2 3" },
  "hospital-high": { stroke: "var(--ink)", width: 1.75, dashes: "8 3 2 3" },
  everyone: { stroke: "var(--mut)", width: 1.75, dashes: "12 4" },
  nobody: { stroke: "var(--mut)", width: 1.25, dashes: "" },
};
