import { type WriteBackSetting, writeBackSetting } from "@/lib/core/write-back/write-back-setting";
import type { Transaction } from "@/lib/io/database/database";
import { findSetting, keepSetting } from "@/lib/services/site-setting";
import { verb } from "@/lib/services/verb";

const NAME = "write-back";

/** As it was last set; off where it never was, or cannot be read. */
export const findWriteBack = async (tx: Transaction): Promise<WriteBackSetting> =>
  (await findSetting(tx, NAME, writeBackSetting)) ?? { isOn: false };

/** Switches writing into the patient's record on or off, from the next prediction on. */
export const setWriteBack = verb({
  name: "set-write-back",
  input: writeBackSetting,
  about: () => ({}),
  wards: async () => [],
  run: async ({ tx }, setting) => {
    await keepSetting(tx, NAME, setting);
    return { output: setting, audit: { target: {}, detail: { isOn: setting.isOn } } };
  },
});
