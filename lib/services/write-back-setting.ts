import { eq } from "drizzle-orm";
import { type WriteBackSetting, writeBackSetting } from "@/lib/core/write-back/write-back-setting";
import type { Transaction } from "@/lib/io/database/database";
import { instance } from "@/lib/io/database/schema";
import { verb } from "@/lib/services/verb";

const NAME = "write-back";

/** As it was last set; off where it never was, or cannot be read. */
export async function findWriteBack(tx: Transaction): Promise<WriteBackSetting> {
  const [row] = await tx.select({ value: instance.value }).from(instance).where(eq(instance.name, NAME));
  if (row === undefined) return { isOn: false };
  try {
    return writeBackSetting.parse(JSON.parse(row.value));
  } catch {
    return { isOn: false };
  }
}

/** Switches writing into the patient's record on or off, from the next prediction on. */
export const setWriteBack = verb({
  name: "set-write-back",
  input: writeBackSetting,
  about: () => ({}),
  wards: async () => [],
  run: async ({ tx }, setting) => {
    const value = JSON.stringify(setting);
    await tx
      .insert(instance)
      .values({ name: NAME, value })
      .onConflictDoUpdate({ target: instance.name, set: { value } });
    return { output: setting, audit: { target: {}, detail: { isOn: setting.isOn } } };
  },
});
