interface Beds {
  readonly service: string;
  readonly physicalBeds: number;
  readonly staffedBeds: number;
}

/** What is said of one unit's beds. */
export interface UnitBedsDraft extends Beds {
  readonly wardId: string;
  /** What was said of them when the form was opened; null: nothing. */
  readonly seen: Beds | null;
}
