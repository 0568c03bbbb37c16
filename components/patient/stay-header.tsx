import type { ReactNode } from "react";
import { OpenedBanner } from "@/components/patient/opened-banner";
import { BackLink } from "@/components/ui/back-link";
import { useKeptAddress } from "@/components/ui/kept-address";
import { PartialDate } from "@/components/ui/partial-date";
import { patientName } from "@/lib/core/worklist/patient-identity";
import type { StayView } from "@/lib/core/worklist/stay-view";

const SEX = { female: "female", male: "male", other: "other sex", unknown: "sex unknown" } as const;

function leavingWords({ dischargedAt, leaving, plannedEndAt }: StayView, timeZone: string): string {
  if (dischargedAt !== null) return "has left";
  if (leaving === "unknown" || plannedEndAt === null) return "no leaving date recorded";
  if (leaving === "today") return "leaves today";
  if (leaving === "tomorrow") return "leaves tomorrow";
  const day = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", timeZone });
  return `leaves ${day.format(new Date(plannedEndAt))}`;
}

/** Who this is, in full: two patients must never be taken for one another. */
export function StayHeader({
  stay,
  timeZone,
  actions,
}: {
  readonly stay: StayView;
  readonly timeZone: string;
  readonly actions: ReactNode;
}) {
  const { patient } = stay;
  const list = useKeptAddress("/");
  const facts = [
    `${patient.ageYears === null ? "age unknown" : `${patient.ageYears} years`}, ${SEX[patient.sex]}`,
    patient.birthDate === null ? (
      "birth date unknown"
    ) : (
      <>
        born <PartialDate date={patient.birthDate} />
      </>
    ),
    `MRN ${patient.mrn ?? "not recorded"}`,
    [stay.wardName, stay.bed].filter(Boolean).join(", bed ") || "no ward recorded",
    stay.dayOfStay === null ? "day of stay unknown" : `day ${stay.dayOfStay}`,
    leavingWords(stay, timeZone),
  ];
  return (
    <div className="mb-4">
      {stay.openedOutsideWardsUntil && <OpenedBanner until={stay.openedOutsideWardsUntil} timeZone={timeZone} />}
      <p className="m-0 mb-1.5 print:hidden">
        <BackLink href={list}>← Discharge list</BackLink>
      </p>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2.5">
        <div className="min-w-0">
          <h1 className="m-0 text-2xl leading-7 font-bold">
            {patientName(patient)}
            {patient.synthetic && <span className="text-base font-semibold text-mut"> (synthetic)</span>}
          </h1>
          <ul aria-label="Identity" className="m-0 mt-1 flex list-none flex-wrap gap-x-3.5 gap-y-0.5 p-0 text-mut">
            {facts.map((fact, position) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list in a fixed order
              <li key={position}>{fact}</li>
            ))}
          </ul>
        </div>
        <div className="flex flex-wrap gap-2 max-sm:w-full max-sm:[&>*]:flex-1 print:hidden">{actions}</div>
      </div>
    </div>
  );
}
