import { describe, expect, it } from "vitest";
import { demoCalendar } from "@/lib/core/demo/demo-calendar";
import { DEMO_WARDS } from "@/lib/core/demo/demo-wards";
import { hospitalFitSchema } from "@/lib/core/demo/hospital-fit";
import generated from "@/lib/core/demo/hospital-fit.generated.json";
import { PAST_DAYS } from "@/lib/core/demo/make-hospital";
import { planPastPatients } from "@/lib/core/demo/plan-past";
import { indexFit } from "@/lib/core/demo/sample-stay";
import { seededRandom } from "@/lib/core/demo/seeded-random";

describe("the demo hospital's past year", () => {
  it("holds more than 6,000 stays on its own wards, some on every ward and none still going on", {
    timeout: 120_000,
  }, () => {
    const calendar = demoCalendar("2026-11-21T09:00:00Z", 0);
    const range = { from: -PAST_DAYS, to: 0, since: null };
    const index = indexFit(hospitalFitSchema.parse(generated));
    const perWard = new Map<string, number>();
    for (const { stays } of planPastPatients(index, calendar, seededRandom("wardlight").fork("past"), range)) {
      let end = Number.NEGATIVE_INFINITY;
      for (const stay of stays) {
        expect(stay.start).toBeGreaterThan(end);
        end = stay.end ?? Number.POSITIVE_INFINITY;
        expect(end).toBeLessThan(calendar.now);
        if (stay.place !== null) perWard.set(stay.place.ward.id, (perWard.get(stay.place.ward.id) ?? 0) + 1);
      }
    }
    expect([...perWard.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(6000);
    for (const { id } of DEMO_WARDS) expect(perWard.get(id)).toBeGreaterThan(100);
  });
});
