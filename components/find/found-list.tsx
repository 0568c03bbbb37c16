import Link from "next/link";
import type { ReactNode } from "react";
import { buttonLook } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { LocalTime } from "@/components/ui/local-time";
import { PartialDate } from "@/components/ui/partial-date";
import type { FoundStay, PatientSearch } from "@/lib/core/search/found-patient";
import { patientName } from "@/lib/core/worklist/patient-identity";

const SEX = { female: "female", male: "male", other: "other sex", unknown: "sex unknown" } as const;

/** Everything that tells two people of the same name apart. */
function facts({ patient, wardName, bed }: FoundStay): ReactNode[] {
  return [
    `MRN ${patient.mrn ?? "not recorded"}`,
    patient.birthDate === null ? (
      "birth date unknown"
    ) : (
      <>
        born <PartialDate date={patient.birthDate} />
      </>
    ),
    `${patient.ageYears === null ? "age unknown" : `${patient.ageYears} years`}, ${SEX[patient.sex]}`,
    [wardName, bed].filter(Boolean).join(", bed "),
  ];
}

function When({ stay, timeZone }: { readonly stay: FoundStay; readonly timeZone: string }) {
  if (stay.isCurrent) return <Chip>In hospital</Chip>;
  if (stay.dischargedAt === null) return <Chip>Has left</Chip>;
  return (
    <Chip>
      Left <LocalTime at={stay.dischargedAt} style="day" timeZone={timeZone} />
    </Chip>
  );
}

/** Who was found, each a link; what is known of other wards is said apart and names nobody. */
export function FoundList({ result }: { readonly result: PatientSearch }) {
  const { found, elsewhere, timeZone } = result;
  return (
    <>
      {found.length > 0 && (
        <ul aria-label="Patients found" className="card m-0 list-none divide-y divide-line p-0!">
          {found.map((stay) => (
            <li key={stay.stayId}>
              <Link
                href={`/stays/${encodeURIComponent(stay.stayId)}`}
                data-found
                className="block px-4 py-2.5 text-ink no-underline hover:bg-soft"
              >
                <span className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5">
                  <strong className="text-lg">{patientName(stay.patient)}</strong>
                  {stay.patient.synthetic && <span className="text-sm text-mut">(synthetic)</span>}
                  <When stay={stay} timeZone={timeZone} />
                </span>
                <span className="flex flex-wrap gap-x-3.5 text-mut">
                  {facts(stay).map((fact, position) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list in a fixed order
                    <span key={position}>{fact}</span>
                  ))}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {elsewhere.length > 0 && (
        <ul aria-label="On other wards" className="m-0 mt-3 list-none rounded-xl border border-line bg-panel p-0">
          {elsewhere.map(({ stayId, wardName, isCurrent }) => (
            <li key={stayId} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
              <span>
                A patient with this MRN {isCurrent ? "is" : "was lately"} on {wardName}, which is not one of your wards.{" "}
              </span>
              <Link href={`/stays/${encodeURIComponent(stayId)}`} data-found className={buttonLook()}>
                Open with a reason
              </Link>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
