import { readWords } from "@/lib/core/fhir/codings";
import type { KnownVisit } from "@/lib/core/fhir/find-stays";
import { type Moment, readMoment } from "@/lib/core/fhir/moment";
import { type FhirResource, node, nodes, text } from "@/lib/core/fhir/resource";
import type { ResourceIndex } from "@/lib/core/fhir/resource-index";
import type { StayTimes } from "@/lib/core/fhir/stay-times";

/** What a ward list shows of a stay besides its risk. Unknown is null. */
export interface StaySummary {
  readonly isCurrent: boolean;
  readonly wardId: string | null;
  readonly wardName: string | null;
  readonly bed: string | null;
  /** When the patient is expected to leave; ISO-8601 as recorded. */
  readonly plannedEndAt: string | null;
}

/** Expected discharge: the R5 element as FHIR's own cross-version extension. @see https://hl7.org/fhir/R4/versions.html#extensions */
const PLANNED_END = /\/extension-Encounter\.plannedEndDate$/;
const BED = /^(bd|bed)$/i;

/** Reads where the patient is or was last, and when they are expected to leave. */
export function readStaySummary(
  visits: readonly KnownVisit[],
  times: StayTimes,
  now: Moment,
  index: ResourceIndex,
): StaySummary {
  const place = lastPlace(visits, now, index);
  let plannedEndAt: string | null = null;
  for (const { resource, end } of visits) {
    const extension = nodes(resource.extension).find(({ url }) => typeof url === "string" && PLANNED_END.test(url));
    const planned = readMoment(extension?.valueDateTime ?? extension?.valueDate ?? resource.plannedEndDate);
    if (planned !== null) plannedEndAt = planned.written;
    else if (times.isCurrent && resource.status === "in-progress" && end !== null && end.earliest > now.latest) {
      plannedEndAt ??= end.written;
    }
  }
  return { isCurrent: times.isCurrent, ...place, plannedEndAt };
}

/** The ward and bed of the place not left by now; among several, or among places all left, the one begun last. */
function lastPlace(visits: readonly KnownVisit[], now: Moment, index: ResourceIndex) {
  let best: { isOpen: boolean; start: number } | null = null;
  let wardId: string | null = null;
  let wardName: string | null = null;
  let bed: string | null = null;
  for (const visit of visits) {
    for (const item of nodes(visit.resource.location)) {
      if (item.status === "planned" || item.status === "reserved") continue;
      const start = readMoment(node(item.period).start)?.earliest ?? visit.start?.earliest ?? Number.NEGATIVE_INFINITY;
      if (start > now.latest) continue;
      const left = readMoment(node(item.period).end) ?? visit.end;
      const isOpen = item.status !== "completed" && (left === null || left.earliest > now.latest);
      const order = best === null ? 1 : Number(isOpen) - Number(best.isOpen) || start - best.start;
      if (order < 0) continue;
      const found = readPlace(item.location, visit.resource, index);
      // A ward and a bed may be two places begun together.
      const together = best !== null && order === 0;
      wardId = found.wardId ?? (together ? wardId : null);
      wardName = found.wardName ?? (together ? wardName : null);
      bed = found.bed ?? (together ? bed : null);
      best = { isOpen, start };
    }
  }
  return { wardId, wardName, bed };
}

function readPlace(reference: unknown, from: FhirResource, index: ResourceIndex) {
  let location = index.resolve(reference, "Location", from);
  const display = text(node(reference).display);
  if (location === undefined) return { wardId: null, wardName: display, bed: null };
  let bed: string | null = null;
  for (let level = 0; location !== undefined && level < 6; level += 1) {
    const kind = readWords(location.physicalType);
    if (!BED.test(kind.split(" ").at(-1) ?? "") && !/\bbed\b/i.test(kind) && !/\broom\b/i.test(kind)) {
      return { wardId: index.id(location), wardName: text(location.name) ?? display, bed };
    }
    if (/\bbed\b|\bbd\b/i.test(kind)) bed = text(location.name) ?? display;
    location = location.partOf === undefined ? undefined : index.resolve(location.partOf, "Location", location);
  }
  return { wardId: null, wardName: null, bed };
}
