import type { VisitGroup } from "@/lib/core/fhir/find-stays";
import { type Moment, momentAt } from "@/lib/core/fhir/moment";
import { type FhirResource, isObject } from "@/lib/core/fhir/resource";
import type { ResourceIndex } from "@/lib/core/fhir/resource-index";

/** When a stay's events may have happened: local days and UTC instants, first and last. */
export interface StayWindow {
  readonly firstDay: number;
  readonly lastDay: number;
  readonly from: number;
  readonly to: number;
}

const NO_STAY = -1;
const UNRESOLVED = -2;

/** The window of a stay, from its first encounter (emergency care included) to its end or to now. */
export function stayWindow(
  group: VisitGroup,
  discharged: Moment | null,
  isCurrent: boolean,
  now: Moment,
): StayWindow | null {
  let first: Moment | null = null;
  let last: Moment | null = discharged ?? (isCurrent ? now : null);
  for (const { start, end } of group.visits) {
    if (start !== null && (first === null || start.earliest < first.earliest)) first = start;
    if (last === null && end !== null && start !== null && end.latest >= start.earliest) last = end;
  }
  if (first === null) return null;
  last ??= momentAt(first.latest);
  return { firstDay: first.day, lastDay: last.lastDay, from: first.earliest, to: last.latest };
}

/** Tells which stay a resource belongs to: by its encounter where that resolves, else by its time. */
export class StayLocator {
  readonly #index: ResourceIndex;
  readonly #stayOf = new Map<string, number>();
  readonly #windows: readonly (StayWindow | null)[];
  readonly #known = new Map<string, number>();
  /** References that led nowhere. */
  readonly dangling: { readonly reference: string; readonly type: string }[] = [];

  constructor(index: ResourceIndex, stays: readonly VisitGroup[], windows: readonly (StayWindow | null)[]) {
    this.#index = index;
    this.#windows = windows;
    for (let at = 0; at < stays.length; at += 1) {
      for (const { reference } of (stays[at] as VisitGroup).visits) this.#stayOf.set(reference, at);
    }
  }

  /** Position of the resource's stay, or -1. */
  locate(resource: FhirResource, moment: Moment | null): number {
    const encounter = resource.encounter ?? resource.context;
    if (encounter !== undefined && encounter !== null) {
      const found = this.#byEncounter(encounter, resource);
      if (found !== UNRESOLVED) return found;
    }
    return moment === null ? NO_STAY : this.#byTime(moment);
  }

  #byEncounter(encounter: unknown, resource: FhirResource): number {
    const literal = isObject(encounter) ? encounter.reference : encounter;
    if (typeof literal !== "string") return this.#resolve(encounter, resource);
    const known = this.#known.get(literal);
    if (known !== undefined) {
      if (known === UNRESOLVED) this.#noteDangling(resource);
      return known;
    }
    const found = this.#resolve(encounter, resource);
    if (literal.charCodeAt(0) !== 35) this.#known.set(literal, found);
    return found;
  }

  #resolve(encounter: unknown, resource: FhirResource): number {
    const visit = this.#index.resolve(encounter, "Encounter", resource);
    if (visit !== undefined) return this.#stayOf.get(this.#index.citation(visit)) ?? NO_STAY;
    this.#noteDangling(resource);
    return UNRESOLVED;
  }

  #noteDangling(resource: FhirResource): void {
    this.dangling.push({ reference: this.#index.citation(resource), type: resource.resourceType });
  }

  #byTime(moment: Moment): number {
    for (let at = 0; at < this.#windows.length; at += 1) {
      const window = this.#windows[at];
      if (window === null || window === undefined) continue;
      const inside =
        moment.precision === "time"
          ? moment.earliest >= window.from && moment.earliest <= window.to
          : moment.day >= window.firstDay && moment.lastDay <= window.lastDay;
      if (inside) return at;
    }
    return NO_STAY;
  }
}
