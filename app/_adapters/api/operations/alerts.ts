import { z } from "zod";
import { operation } from "@/app/_adapters/api/operation";
import { ALERT_LISTS } from "@/lib/core/alerts/alert";
import { alertsView, alertView } from "@/lib/core/api/alert-schemas";
import { inAddress } from "@/lib/core/api/common-schemas";
import { actOnAlert } from "@/lib/services/act-on-alert";
import { listAlerts } from "@/lib/services/alerts";

export const alerts = operation({
  id: "listAlerts",
  method: "get",
  path: "/api/v1/alerts",
  tag: "Alerts",
  summary: "Alerts about patients of the caller's wards",
  description: "Open ones longest first; what is done newest first. 50 a page.",
  verbName: listAlerts.verbName,
  query: z.object({
    // A list that does not exist, in an address typed by hand, is the open ones.
    list: z.enum(ALERT_LISTS).default("open").catch("open"),
    ward: inAddress(listAlerts.input.shape.wardId),
    cursor: inAddress(listAlerts.input.shape.cursor),
  }),
  answer: alertsView,
  run: (house, caller, { query: { list, ward, cursor } }) => listAlerts(house, caller, { list, wardId: ward, cursor }),
});

export const alertStep = operation({
  id: "actOnAlert",
  method: "post",
  path: "/api/v1/alerts/{id}",
  tag: "Alerts",
  summary: "Take an alert, put it off, set it aside or open it again",
  description: "The same step said twice is done once; 409 where it is not possible any more.",
  verbName: actOnAlert.verbName,
  params: z.object({ id: actOnAlert.input.shape.alertId }),
  body: actOnAlert.input.pick({ step: true }),
  answer: alertView,
  run: (house, caller, { params, body: { step } }) => actOnAlert(house, caller, { alertId: params.id, step }),
});
