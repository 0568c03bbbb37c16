import { z } from "zod";
import { chance, instant } from "@/lib/core/api/common-schemas";
import { TEAM_ROLES } from "@/lib/core/theatres/procedure-profile";
import type { SuppliesAnswer, TheatresAnswer } from "@/lib/core/theatres/theatres-answer";

const count = z.int().nonnegative();
const shareOrNull = chance.nullable().meta({ description: "null: nobody has said how much there is." });

const facts = z
  .strictObject({
    booked: count,
    bookedUnplanned: count.meta({
      description:
        "Of those, of patients whose stay nobody had planned: taken out of the forecast of added operations. Planned operations not booked yet are in no number.",
    }),
    withoutProfile: count.meta({ description: "Booked, of no known kind, and in none of the needs." }),
    addOnsMadeOn: z.iso.date().nullable().meta({ description: "null: operations not booked are not forecast." }),
    addOnDays: count,
    recorded: count,
    bookingsReadAt: instant.nullable(),
    isFresh: z.boolean(),
    simulated: z.boolean(),
  })
  .meta({ id: "TheatreFacts", description: "What the numbers rest on, and what is in none of them." });

const quantiles = z.array(z.strictObject({ level: chance, value: count }));
const need = z.strictObject({ expected: z.number(), quantiles }).meta({ id: "TheatreNeed" });
const covered = count.nullable().meta({ description: "null: longer than is looked ahead." });

export const theatresAnswer = z
  .strictObject({
    asOf: instant,
    timeZone: z.string(),
    days: z.array(
      z.strictObject({
        day: z.iso.date().meta({ description: "The first is today: what is still to come." }),
        booked: count,
        withoutProfile: count,
        addOns: z.number().nullable(),
        cases: need,
        minutes: need,
        rooms: need,
        recoveryBeds: need,
        team: z.array(z.strictObject({ role: z.enum(TEAM_ROLES), people: need })),
        roomsThere: count.nullable(),
        recoveryBedsThere: count.nullable(),
        chanceRoomsRunOut: shareOrNull,
        chanceRecoveryRunsOut: shareOrNull,
      }),
    ),
    facts,
  })
  .meta({ id: "TheatresForecast" }) satisfies z.ZodType<TheatresAnswer>;

export const suppliesAnswer = z
  .strictObject({
    asOf: instant,
    timeZone: z.string(),
    items: z.array(
      z.strictObject({
        item: z.string(),
        stock: z
          .strictObject({
            count,
            deliveries: z.array(z.strictObject({ day: z.iso.date(), count })),
            daysOld: count.meta({ description: "Days since it was counted." }),
          })
          .nullable(),
        weekUse: need,
        days: z.array(
          z.strictObject({
            day: z.iso.date(),
            expected: z.number(),
            quantiles,
            chanceOutBy: chance
              .nullable()
              .meta({ description: "More was wanted by the end of this day than there was." }),
          }),
        ),
        coveredDays: z
          .strictObject({ sure: covered, usual: covered, median: covered })
          .nullable()
          .meta({ description: "Whole days covered with probability 0.95, 0.8 and 0.5." }),
        leftNow: z.number().nullable().meta({
          description:
            "Expected on the shelf by now: what was used since the count is estimated. null, like the cover, where it was never counted or more than 28 days ago.",
        }),
        plainDays: z.number().nullable().meta({ description: "leftNow ÷ expected use a day, without deliveries." }),
      }),
    ),
    facts,
  })
  .meta({ id: "SuppliesForecast" }) satisfies z.ZodType<SuppliesAnswer>;

export const stockAnswer = z.strictObject({ item: z.string(), count }).meta({ id: "StockCount" });
