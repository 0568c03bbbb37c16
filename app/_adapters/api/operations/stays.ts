import { z } from "zod";
import type { ApiRequest } from "@/app/_adapters/api/api-request";
import { operation } from "@/app/_adapters/api/operation";
import { toEventResponse } from "@/app/_adapters/event-stream";
import { inAddress } from "@/lib/core/api/common-schemas";
import { patientSearch, stayView, worklist } from "@/lib/core/api/stay-schemas";
import { findPatient } from "@/lib/services/find-patient";
import { type ChangeStream, followChanges } from "@/lib/services/follow-changes";
import { readStay } from "@/lib/services/patient";
import { listWorklist } from "@/lib/services/worklist";

const wardQuery = z.object({
  ward: inAddress(listWorklist.input.shape.wardId).meta({
    description: "One of the caller's wards; all of them where it is left out.",
  }),
});

/** Answered by `list-answer.ts`, which keeps the list written. */
export const stays = operation({
  id: "listStays",
  method: "get",
  path: "/api/v1/stays",
  tag: "Stays",
  summary: "The current inpatients, with their newest scores",
  description: "In working order. `If-None-Match` with the `ETag` of the last answer: 304 where nothing changed.",
  verbName: listWorklist.verbName,
  query: wardQuery,
  answer: worklist,
  run: (house, caller, { query }) => listWorklist(house, caller, { wardId: query.ward ?? null }),
});

/** The number of the last change heard of: a browser that was cut off sends it in a header. */
function lastHeard(request: ApiRequest, after: string | undefined): number | null {
  const said = request.headers.get("last-event-id") ?? after;
  return said !== undefined && /^\d{1,15}$/.test(said) ? Number(said) : null;
}

export const changes = operation({
  id: "followChanges",
  method: "get",
  path: "/api/v1/changes",
  tag: "Stays",
  summary: "Hear that something changed, as it happens",
  description:
    "Server-sent events `change` with `{seq, kind}`, never what: on the caller's wards, or of one stay; after " +
    "`Last-Event-ID` or `after`, else from now on.",
  verbName: followChanges.verbName,
  query: z.object({
    after: z.string().max(50).optional().meta({ description: "The last `seq` heard of." }),
    stay: inAddress(followChanges.input.shape.stayId),
  }),
  answer: null,
  otherForms: [
    {
      type: "text/event-stream",
      description: "Goes on until either side ends it.",
      isAsked: () => true,
      write: (stream: ChangeStream, request: ApiRequest) => {
        const { body, headers } = toEventResponse(stream, request.signal);
        return { body: body ?? "", headers: Object.fromEntries(headers) };
      },
    },
  ],
  run: (house, caller, { query, request }) =>
    followChanges(house, caller, { after: lastHeard(request, query.after), stayId: query.stay ?? null }),
});

export const stay = operation({
  id: "readStay",
  method: "get",
  path: "/api/v1/stays/{id}",
  tag: "Stays",
  summary: "One stay: its newest prediction, why, and what was said about it",
  verbName: readStay.verbName,
  params: z.object({ id: readStay.input.shape.stayId.meta({ description: "`stayId` of a list." }) }),
  answer: stayView,
  run: (house, caller, { params }) => readStay(house, caller, { stayId: params.id }),
});

export const patients = operation({
  id: "findPatients",
  method: "post",
  path: "/api/v1/patients/search",
  tag: "Patients",
  summary: "Find patients by name, record number or birth date",
  description:
    "Current stays and those of the last 90 days on the caller's wards. A POST, so that nothing of what is looked " +
    "for stands in an address or a log.",
  verbName: findPatient.verbName,
  body: findPatient.input,
  answer: patientSearch,
  run: (house, caller, { body }) => findPatient(house, caller, body),
});
