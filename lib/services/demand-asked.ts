import { z } from "zod";

type Asked = { readonly wardId?: string | null | undefined };

/** What is asked of forecasts: which series (the first of them where nobody says), and of one unit (one of the reader's) or of all. */
export const demandAsked = <const Kinds extends readonly [string, ...string[]]>(kinds: Kinds) => ({
  input: z.object({
    kind: z.enum(kinds).default(() => kinds[0]),
    wardId: z.string().min(1).max(200).nullish(),
  }),
  about: ({ wardId }: Asked): Record<string, string> => (wardId ? { wardId } : {}),
  wards: async (_scope: unknown, { wardId }: Asked) => (wardId ? [wardId] : []),
});
