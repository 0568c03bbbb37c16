import { z } from "zod";
import type { CdsServiceDescription } from "@/lib/core/cds/cds-services";
import { FEEDBACK_OUTCOMES } from "@/lib/core/cds/override-reasons";
import { Fault } from "@/lib/core/fault";

/** @see https://hl7.org/fhir/R4/datatypes.html#id */
const fhirId = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/, "is not a FHIR id");

/** An access token as RFC 6750 writes one: nothing that could break out of a header. */
const bearer = z
  .string()
  .regex(/^[A-Za-z0-9\-._~+/]+=*$/, "is not a bearer token")
  .max(8192);

const context = z.object({
  userId: z.string().min(1).max(200),
  patientId: fhirId,
  encounterId: fhirId.nullish().transform((id) => id ?? null),
});

/** What an EHR sends when a hook fires. @see https://cds-hooks.hl7.org/2.0/#http-request-1 */
const requestSchema = z
  .object({
    hook: z.string().min(1).max(100),
    hookInstance: z.guid(),
    fhirServer: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .optional(),
    fhirAuthorization: z
      .object({
        access_token: bearer,
        token_type: z.literal("Bearer"),
        expires_in: z.number().int(),
        scope: z.string().max(5000),
        subject: z.string().max(500),
        patient: z.string().max(200).optional(),
      })
      .optional(),
    context,
    prefetch: z.record(z.string().max(200), z.unknown()).default({}),
  })
  .refine(({ fhirServer, fhirAuthorization }) => fhirAuthorization === undefined || fhirServer !== undefined, {
    path: ["fhirServer"],
    message: "belongs to fhirAuthorization",
  });
export type CdsRequest = z.output<typeof requestSchema>;

/** The first thing that is wrong, by the name of the field as it is in the specification; nothing of what was sent. */
function complain(error: z.ZodError): Fault {
  const [issue] = error.issues;
  const where = (issue?.path ?? []).filter((step) => typeof step === "string" && /^[A-Za-z_]{1,40}$/.test(step));
  return new Fault(
    "bad-input",
    `${where.length === 0 ? "The request" : where.join(".")} is missing or not as it should be.`,
  );
}

/** A hook's request, checked; a Fault "bad-input" otherwise. */
export function readCdsRequest(sent: unknown, service: CdsServiceDescription): CdsRequest {
  const parsed = requestSchema.safeParse(sent);
  if (!parsed.success) throw complain(parsed.error);
  const { hook, context, fhirAuthorization } = parsed.data;
  if (hook !== service.hook) throw new Fault("bad-input", "hook is not the one this service is for.");
  if (hook === "encounter-discharge" && context.encounterId === null)
    throw new Fault("bad-input", "context.encounterId is missing or not as it should be.");
  const patient = fhirAuthorization?.patient?.replace(/^Patient\//, "");
  if (patient !== undefined && patient !== context.patientId)
    throw new Fault("conflict", "The access token is for another patient than the one in context.");
  return parsed.data;
}

/** RFC 3339 in UTC or with an offset. */
const moment = z.iso.datetime({ offset: true });

const feedbackSchema = z.object({
  feedback: z
    .array(
      z.object({
        card: z.guid(),
        outcome: z.enum(FEEDBACK_OUTCOMES),
        outcomeTimestamp: moment,
        overrideReason: z
          .object({
            reason: z.object({ code: z.string().max(200), system: z.string().max(500).optional() }).optional(),
            userComment: z.string().max(5000).optional(),
          })
          .nullish(),
        /** We suggest nothing, so none of these can be ours. */
        acceptedSuggestions: z.array(z.unknown()).max(100).nullish(),
      }),
    )
    .min(1)
    .max(100),
});
export type CdsFeedback = z.output<typeof feedbackSchema>["feedback"][number];

/** What came of cards, checked; a Fault "bad-input" otherwise. @see https://cds-hooks.hl7.org/2.0/#feedback */
export function readCdsFeedback(sent: unknown): readonly CdsFeedback[] {
  const parsed = feedbackSchema.safeParse(sent);
  if (!parsed.success) throw complain(parsed.error);
  return parsed.data.feedback;
}
