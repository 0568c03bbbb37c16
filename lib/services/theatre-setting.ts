import { type TheatreSetting, theatreSetting } from "@/lib/core/theatres/theatre-setting";
import type { Transaction } from "@/lib/io/database/database";
import { assertSeen, takeTurn } from "@/lib/services/assert-seen";
import { findSetting, keepSetting } from "@/lib/services/site-setting";
import { verb } from "@/lib/services/verb";

const NAME = "theatres";

/** As it was last set; null where nobody has said. */
export const findTheatreSetting = (tx: Transaction): Promise<TheatreSetting | null> =>
  findSetting(tx, NAME, theatreSetting);

export const keepTheatreSetting = (tx: Transaction, setting: TheatreSetting): Promise<void> =>
  keepSetting(tx, NAME, setting);

/** Says how many theatres and recovery beds there are, and for how long they are staffed. */
export const setTheatres = verb({
  name: "set-theatres",
  input: theatreSetting.extend({ seen: theatreSetting.nullable().optional() }),
  about: () => ({}),
  wards: async () => [],
  run: async ({ tx }, { seen, ...setting }) => {
    await takeTurn(tx, NAME);
    assertSeen(seen, await findTheatreSetting(tx));
    await keepTheatreSetting(tx, setting);
    const { rooms, ...rest } = setting;
    return { output: setting, audit: { target: {}, detail: { rooms: rooms.join(" "), ...rest } } };
  },
});
