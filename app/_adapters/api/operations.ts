import type { Operation } from "@/app/_adapters/api/operation";
import { flags, newFlag, newIntervention, oldFlag, oldIntervention } from "@/app/_adapters/api/operations/acting";
import { admissionForecasts } from "@/app/_adapters/api/operations/admission-forecasts";
import { alertStep, alerts } from "@/app/_adapters/api/operations/alerts";
import { censusForecast, staffingForecast, unitStaffing } from "@/app/_adapters/api/operations/forecasts";
import { audit, flow, modelCard, modelReport, models } from "@/app/_adapters/api/operations/house";
import { predict, predictions } from "@/app/_adapters/api/operations/predictions";
import { changes, patients, stay, stays } from "@/app/_adapters/api/operations/stays";
import { stockCount, suppliesForecast, theatresForecast } from "@/app/_adapters/api/operations/theatres";

/** Everything under /api/v1, in the order it is documented. */
export const OPERATIONS: readonly Operation[] = [
  predict,
  predictions,
  stays,
  stay,
  changes,
  patients,
  flags,
  newFlag,
  oldFlag,
  newIntervention,
  oldIntervention,
  alerts,
  alertStep,
  models,
  modelReport,
  modelCard,
  flow,
  censusForecast,
  staffingForecast,
  unitStaffing,
  theatresForecast,
  suppliesForecast,
  stockCount,
  admissionForecasts,
  audit,
];
