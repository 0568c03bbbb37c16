import { z } from "zod";

/** Whether this site's predictions are written into the patient's record, and in whose name. Off until it is switched on. */
export const writeBackSetting = z.discriminatedUnion("isOn", [
  z.object({ isOn: z.literal(false) }),
  z.object({
    isOn: z.literal(true),
    /** The hospital, as it stands beside what is written. */
    organisation: z.string().trim().min(1, "is missing").max(200),
  }),
]);
export type WriteBackSetting = z.output<typeof writeBackSetting>;
