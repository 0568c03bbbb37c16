/** What is said of one unit's beds. */
export interface UnitBedsDraft {
  readonly wardId: string;
  readonly service: string;
  readonly physicalBeds: number;
  readonly staffedBeds: number;
}

type Done = { readonly ok: true } | { readonly ok: false; readonly error: { readonly message: string } };

/** What the screen may ask the server to do. */
export interface BedsActions {
  readonly setBeds: (draft: UnitBedsDraft) => Promise<Done>;
}
