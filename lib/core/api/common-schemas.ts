import { z } from "zod";
import { ROLES } from "@/lib/core/access/access";
import { VIEWS } from "@/lib/core/features/feature-spec";
import { TIERS } from "@/lib/core/model/scored-stay";
import type { CheckedHere } from "@/lib/core/validation/provenance";
import { VALIDATION_VERDICTS } from "@/lib/core/validation/verdict";
import type { PatientIdentity } from "@/lib/core/worklist/patient-identity";

export const instant = z.iso.datetime({ offset: true });
/** A time as the source wrote it: it can be a day alone. */
export const writtenTime = z.string();
export const chance = z.number().min(0).max(1);
export const tier = z.enum(TIERS).meta({ description: "From the model's own operating points." });
export const view = z.enum(VIEWS).meta({ description: "How much of the stay had happened." });
export const role = z.enum([...ROLES, "client"]);
export const by = z.strictObject({ name: z.string(), role });
export const named = z.strictObject({ id: z.string(), name: z.string() });

export const silentBecause = z
  .string()
  .nullable()
  .meta({ description: "Why there are no probabilities while the model is silent; null where they are shown." });
export const provenance = z
  .string()
  .meta({ description: "Where the model learnt and whether it was checked here: show it beside every score." });

export const patientIdentity = z
  .strictObject({
    id: z.string(),
    familyName: z.string().nullable(),
    givenNames: z.string().nullable(),
    birthDate: z.string().nullable().meta({ description: "YYYY, YYYY-MM or YYYY-MM-DD." }),
    ageYears: z.number().nullable(),
    sex: z.enum(["female", "male", "other", "unknown"]),
    mrn: z.string().nullable(),
    synthetic: z.boolean().meta({ description: "Made up for demonstration or testing: say so where it is shown." }),
  })
  .meta({ id: "Patient" }) satisfies z.ZodType<PatientIdentity>;

export const checkedHere = z
  .strictObject({
    stays: z.number(),
    readmissions: z.number(),
    at: instant,
    verdict: z.enum(VALIDATION_VERDICTS),
    simulated: z.boolean(),
  })
  .meta({ id: "CheckedHere" }) satisfies z.ZodType<CheckedHere>;

/** What a verb takes or leaves out, as an address says it: there or not, never null. */
export const inAddress = <T extends z.ZodType>(schema: z.ZodOptional<z.ZodNullable<T>>): z.ZodOptional<T> =>
  schema.unwrap().unwrap().optional();
