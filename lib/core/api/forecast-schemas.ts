import { z } from "zod";
import { chance, instant } from "@/lib/core/api/common-schemas";
import type { CensusAnswer, StaffingAnswer } from "@/lib/core/capacity/census-answer";

const count = z.int().nonnegative();

const facts = z
  .strictObject({
    learntAt: instant.nullable().meta({
      description: "When this hospital's own past was last learnt from; null: not yet, and no number rests on it.",
    }),
    localStays: count,
    lateDays: count,
    arrivalDays: count.meta({ description: "Days that unscheduled admissions were forecast from; 0: they are not." }),
    emergency: count,
    emergencyOutside: count,
    emergencySilent: z.string().nullable(),
    returningSilent: z.string().nullable(),
    withoutEstimate: count,
    booked: count.nullable().meta({ description: "null: bookings were never read, or not for a day." }),
    bookingsReadAt: instant.nullable(),
    bookedElsewhere: count,
    plannedUnbooked: z.number().min(0),
    demandReadAt: instant.nullable(),
    bedsUnknown: z.array(z.string()),
    simulated: z.boolean(),
  })
  .meta({ id: "ForecastFacts", description: "What the numbers rest on, and what is in none of them." });

const parts = z.strictObject({
  here: z.number(),
  emergency: z.number(),
  booked: z.number(),
  returning: z.number(),
  arrivals: z.number(),
});

export const censusAnswer = z
  .strictObject({
    asOf: instant,
    timeZone: z.string(),
    groups: z.array(
      z.strictObject({
        kind: z.enum(["unit", "service", "hospital"]).meta({
          description:
            "service, hospital: of the units that the caller may see, together; the whole one only where those are all.",
        }),
        id: z.string(),
        name: z.string(),
        physicalBeds: count.nullable().meta({ description: "null: nobody has said." }),
        staffedBeds: count.nullable(),
        days: z.array(
          z.strictObject({
            day: z.iso.date().meta({ description: "The midnight at the end of this local day." }),
            expected: z.number(),
            quantiles: z.array(z.strictObject({ level: chance, patients: count })),
            chanceOverStaffed: chance.nullable(),
            chanceOverPhysical: chance.nullable(),
            parts,
          }),
        ),
      }),
    ),
    facts,
  })
  .meta({ id: "CensusForecast" }) satisfies z.ZodType<CensusAnswer>;

export const staffingAnswer = z
  .strictObject({
    asOf: instant,
    timeZone: z.string(),
    units: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        acuity: z.strictObject({ weight: z.number(), source: z.string(), at: instant }).nullable().meta({
          description: "How much care patients need beside those the rules were set for (1), all days; null: not said.",
        }),
        days: z.array(
          z.strictObject({
            day: z.iso.date().meta({
              description:
                "Every shift is by the patients at the midnight at the end of this local day, as a night shift finds them.",
            }),
            needs: z.array(
              z.strictObject({
                role: z.string(),
                shift: z.string(),
                needed: count.meta({ description: "For the median census." }),
                neededHigh: count.meta({ description: "For the census that is reached on one midnight in ten." }),
                quantiles: z.array(z.strictObject({ level: chance, nurses: count })),
                rostered: count.nullable(),
                gap: z.int().nullable(),
                gapHigh: z.int().nullable(),
              }),
            ),
          }),
        ),
      }),
    ),
    facts,
  })
  .meta({ id: "StaffingForecast" }) satisfies z.ZodType<StaffingAnswer>;

/** The unit that it was said of. */
export const staffingSaid = z.strictObject({ wardId: z.string() }).meta({ id: "StaffingSaid" });
