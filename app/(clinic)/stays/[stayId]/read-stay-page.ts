import "server-only";
import { act, type Result } from "@/app/_adapters/act";
import { explainStay } from "@/components/patient/explain-stay";
import type { StayPage } from "@/components/patient/stay-page";
import { FEATURES } from "@/lib/core/features/feature-table";
import { localDay } from "@/lib/core/worklist/leaving-group";
import { modelTerms } from "@/lib/services/model-terms";
import { readStay } from "@/lib/services/patient";
import { runningHouse } from "@/lib/services/running-house";

const labels = Object.fromEntries(FEATURES.map(({ name, label }) => [name, label]));

/** One stay as the patient screen shows it. */
export async function readStayPage(
  stayId: string,
  asked: { readonly background?: boolean } = {},
): Promise<Result<StayPage>> {
  const result = await act(readStay, { stayId }, asked);
  if (!result.ok) return result;
  const stay = result.value;
  const terms =
    stay.scored && stay.model ? await modelTerms(stay.model.task, stay.scored.modelVersion, stay.scored.view) : [];
  const { timeZone, clock } = runningHouse();
  const today = localDay(clock.now(), timeZone);
  return { ok: true, value: { stay, explanation: explainStay(stay, terms), labels, timeZone, today } };
}
