/**
 * From moving a scenario's slider on Beds ahead to the chart drawn anew, in Chromium against the built server: 12 units,
 * 14 days, 500 patients in hospital. Needs Chromium and a built server (npm run build). Run: node bench/run.mjs scenario
 */
import type { Page } from "@playwright/test";
import { sql } from "drizzle-orm";
import { ED_FEATURES } from "@/lib/core/admission/ed-features";
import { bookedAdmissions, edVisits } from "@/lib/io/database/capacity-schema";
import { noteSuccess } from "@/lib/services/connection-states";
import type { House } from "@/lib/services/house";
import { insertUnitBeds } from "@/lib/services/unit-beds";
import { inBrowser } from "./browser-hospital";

const [UNITS, CURRENT, EMERGENCY, BOOKED, LEFT_A_DAY, PAST_DAYS] = [12, 500, 40, 120, 60, 120] as const;
const [CHANGES, BAR_MS] = [40, 300] as const;

/** What beds ahead adds up beside who is here: who left (so that arrivals are forecast), emergency visits, bookings, beds. */
async function fillUp({ database, clock }: House): Promise<void> {
  const now = clock.now();
  await database.transaction(async (tx) => {
    await tx.execute(sql`insert into patients (id, identity, synthetic, updated_at)
      select 'left-' || n, decode(repeat(md5(n::text), 6), 'hex'), true, now()
      from generate_series(1, ${LEFT_A_DAY * PAST_DAYS}::int) as n`);
    await tx.execute(sql`
      insert into stays (id, patient_id, ward_id, bed, is_current, admitted_at, discharged_at, updated_at)
      select 'left-stay-' || n, 'left-' || n, 'w' || (n % ${UNITS}::int), 'x', false,
        now() - (n % ${PAST_DAYS}::int + 1 + n % 9) * interval '1 day', now() - (n % ${PAST_DAYS}::int + 1) * interval '1 day', now()
      from generate_series(1, ${LEFT_A_DAY * PAST_DAYS}::int) as n`);
    await tx.insert(edVisits).values(
      Array.from({ length: EMERGENCY }, (_, at) => ({
        ...{ id: `visit-${at}`, patientId: `waiting-${at}`, place: `ED-${at}`, arrivedAt: now, readAt: now },
        ...{ features: ED_FEATURES.map(() => -1), outside: [], synthetic: true },
        ...{ probability: (at + 1) / (EMERGENCY + 1), modelVersion: "1.0.0" },
      })),
    );
    await tx.insert(bookedAdmissions).values(
      Array.from({ length: BOOKED }, (_, at) => ({
        ...{
          id: `Appointment/${at}`,
          patientId: `booked-${at}`,
          wardId: `w${at % UNITS}`,
          isAppointed: true,
          readAt: now,
        },
        day: new Date(now.getTime() + (1 + (at % 12)) * 86_400_000).toISOString().slice(0, 10),
      })),
    );
    await noteSuccess(tx, "fhir-demand", now);
    for (let at = 0; at < UNITS; at++) {
      const unit = {
        wardId: `w${at}`,
        service: `Service ${at % 4}`,
        physicalBeds: 48,
        staffedBeds: 44,
        rules: [],
        acuity: null,
      };
      await insertUnitBeds({ tx, now }, unit, null);
    }
  });
}

/** Milliseconds from one change of the slider to the frame after the fan's lines are other ones. */
const redraw = (page: Page, factor: number): Promise<number> =>
  page.getByLabel("Unscheduled admissions").evaluate(async (slider: HTMLInputElement, value) => {
    const lines = () =>
      Array.from(document.querySelectorAll(".recharts-area-area"), (one) => one.getAttribute("d")).join();
    const frame = () => new Promise((next) => requestAnimationFrame(next));
    const before = lines();
    const start = performance.now();
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(slider, String(value));
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    while (lines() === before) {
      if (performance.now() - start > 10_000) throw new Error("The chart did not change.");
      await frame();
    }
    await frame();
    return performance.now() - start;
  }, factor);

await inBrowser(
  CURRENT,
  { units: UNITS, role: "administrator" },
  async (context, base) => {
    const page = await context.newPage();
    await page.goto(`${base}/beds`);
    await page.locator(".recharts-area-area").first().waitFor();
    await page.waitForLoadState("networkidle");
    if (process.env.BENCH_PICTURE) await page.screenshot({ path: process.env.BENCH_PICTURE, fullPage: true });
    const took: number[] = [];
    for (let at = 0; at <= CHANGES; at++) {
      const milliseconds = await redraw(page, 0.5 + (at % 8) * 0.2);
      // The first pays for what is compiled once.
      if (at > 0) took.push(milliseconds);
    }
    took.sort((a, b) => a - b);
    const at = (share: number): string =>
      (took[Math.min(took.length - 1, Math.floor(share * took.length))] ?? 0).toFixed(0);
    console.log(
      `A scenario changed to the chart drawn anew, ${UNITS} units × 14 days, ${CURRENT} patients: median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms of ${took.length} (bar ${BAR_MS} ms)`,
    );
  },
  fillUp,
);
