import type { Done } from "@/components/ui/done";
import type { ProcedureProfile } from "@/lib/core/theatres/procedure-profile";
import type { TheatreSetting } from "@/lib/core/theatres/theatre-setting";

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
  /** What stood there when the form was opened; null: nothing. */
  readonly seen: {
    readonly count: number;
    readonly deliveries: { readonly day: string; readonly count: number }[];
  } | null;
}

/** What the screen may ask the server to do. */
export interface TheatresActions {
  readonly setTheatres: (setting: TheatreSetting & { readonly seen: TheatreSetting | null }) => Promise<Done>;
  readonly saveProfile: (wanted: ProfileToSave) => Promise<Done>;
  readonly setStock: (stock: StockToSet) => Promise<Done>;
}
