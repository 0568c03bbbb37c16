import type { VerbName } from "@/lib/core/access/access";

/** Where people can go, in the order of the navigation; a place is offered to those who may use its verb. */
export const PLACES: readonly { readonly href: string; readonly label: string; readonly verb: VerbName }[] = [
  { href: "/", label: "Discharge list", verb: "list-worklist" },
  { href: "/alerts", label: "Alerts", verb: "list-alerts" },
  { href: "/find", label: "Find a patient", verb: "find-patient" },
  { href: "/capacity", label: "Capacity", verb: "read-patient-flow" },
  { href: "/beds", label: "Beds ahead", verb: "read-census" },
  { href: "/ed-board", label: "Emergency department", verb: "read-ed-board" },
  { href: "/forecast-accuracy", label: "Forecast accuracy", verb: "read-forecast-accuracy" },
  { href: "/theatres", label: "Theatres", verb: "read-theatres" },
  { href: "/programme", label: "Programme effect", verb: "read-programme" },
  { href: "/review", label: "Review", verb: "list-reviews" },
  { href: "/alert-rules", label: "Alert rules", verb: "read-alert-rules" },
  { href: "/audit", label: "Audit", verb: "read-audit" },
  { href: "/break-glass", label: "Break-glass review", verb: "list-break-glass" },
  { href: "/past-list", label: "Past lists", verb: "read-past-list" },
  { href: "/models", label: "Models", verb: "read-models" },
  { href: "/monitoring", label: "Monitoring", verb: "read-monitoring" },
  { href: "/training", label: "Training runs", verb: "read-training-runs" },
  { href: "/training-sets", label: "Training sets", verb: "read-snapshots" },
  { href: "/connections", label: "Connections", verb: "read-connections" },
  { href: "/people", label: "People", verb: "manage-users" },
];
