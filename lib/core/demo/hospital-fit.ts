import { z } from "zod";

/** Smallest number of stays that any stored count may stand for. */
export const MINIMUM_CELL = 11;

const variable = z.object({
  name: z.string(),
  levels: z.array(z.string()),
  /** At most three, each drawn before this one, strongest first. */
  parents: z.array(z.string()).max(3),
  /**
   * Counts by parent levels, from the least to the most specific table (0, 1, … parents). A key joins parent
   * level indices with "|"; a value is [level, count, level, count, …]. Level −1 stands for the small cells merged
   * together: draw those from the next less specific table.
   */
  tables: z.array(z.record(z.string(), z.array(z.number().int()))),
});

/** Everything the demo hospital learnt from the data: counts of at least `minimumCell` stays and coefficients. */
export const hospitalFitSchema = z.object({
  source: z.string(),
  doi: z.string(),
  licence: z.string(),
  dataSha256: z.string(),
  stays: z.number().int(),
  minimumCell: z.number().int(),
  variables: z.array(variable),
  /** Logistic regression of readmission within 30 days on every level; log-odds. */
  readmission: z.object({
    rate: z.number(),
    intercept: z.number(),
    coefficients: z.record(z.string(), z.record(z.string(), z.number())),
  }),
  /** Cramér's V of every pair of variables in the data, "a|b"; what generated stays are compared with. */
  associations: z.record(z.string(), z.number()),
});

export type HospitalFit = z.infer<typeof hospitalFitSchema>;
export type FittedVariable = z.infer<typeof variable>;
