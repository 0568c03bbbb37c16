/** What is said of one unit's beds. */
export interface UnitBedsDraft {
  readonly wardId: string;
  readonly service: string;
  readonly physicalBeds: number;
  readonly staffedBeds: number;
}
