import type { ProcedureProfile } from "@/lib/core/theatres/procedure-profile";
import type { TheatreSetting } from "@/lib/core/theatres/theatre-setting";

type Done = { readonly ok: true } | { readonly ok: false; readonly error: { readonly message: string } };

/** A kind of operation to be saved: from which version, and whether it stands on. */
export interface ProfileToSave {
  readonly profile: ProcedureProfile;
  /** null: a new one. */
  readonly version: number | null;
  readonly isRetired: boolean;
}

/** What is said of an item's stock. */
export interface StockToSet {
  readonly item: string;
  readonly count: number;
  readonly deliveries: { readonly day: string; readonly count: number }[];
}

/** What the screen may ask the server to do. */
export interface TheatresActions {
  readonly setTheatres: (setting: TheatreSetting) => Promise<Done>;
  readonly saveProfile: (wanted: ProfileToSave) => Promise<Done>;
  readonly setStock: (stock: StockToSet) => Promise<Done>;
}

/** Why something was not done; null where it was. */
export const failureOf = async (doing: Promise<Done>): Promise<string | null> => {
  const done = await doing;
  return done.ok ? null : done.error.message;
};
