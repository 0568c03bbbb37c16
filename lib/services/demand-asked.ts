import { z } from "zod";
import { DEMAND_KINDS } from "@/lib/core/demand/demand-series";

/** What is asked of forecasts: which series, and of one unit (one of the reader's) or of all. */
export const demandAsked = {
  input: z.object({
    kind: z.enum(DEMAND_KINDS).default("unscheduled-admissions"),
    wardId: z.string().min(1).max(200).nullish(),
  }),
  about: ({ wardId }: { readonly wardId?: string | null | undefined }): Record<string, string> =>
    wardId ? { wardId } : {},
  wards: async (_scope: unknown, { wardId }: { readonly wardId?: string | null | undefined }) =>
    wardId ? [wardId] : [],
};
