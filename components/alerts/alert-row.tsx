import Link from "next/link";
import { AlertEvents } from "@/components/alerts/alert-events";
import { STEP_WORDS } from "@/components/alerts/step-words";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { LevelBadge } from "@/components/ui/level-badge";
import { LinkPending } from "@/components/ui/link-pending";
import { LocalTime } from "@/components/ui/local-time";
import { Percentage } from "@/components/ui/percentage";
import type { AlertView } from "@/lib/core/alerts/alert";
import type { AlertStepKind } from "@/lib/core/alerts/alert-state";
import { STATE_WORDS } from "@/lib/core/alerts/alert-words";
import { patientName } from "@/lib/core/worklist/patient-identity";

interface AlertRowProps {
  readonly alert: AlertView;
  readonly timeZone: string;
  readonly showWard: boolean;
  readonly steps: readonly AlertStepKind[];
  readonly isBusy: boolean;
  readonly begin: (alert: AlertView, step: AlertStepKind) => void;
}

const SEX = { female: "F", male: "M", other: "other sex", unknown: "sex unknown" } as const;

/** "71, F, bed A-4". */
function factsOf({ patient, bed, wardName }: AlertView, showWard: boolean): string {
  const age = patient.ageYears === null ? "age unknown" : String(patient.ageYears);
  const facts = [age, SEX[patient.sex], ...(showWard ? [wardName] : []), ...(bed === null ? [] : [`bed ${bed}`])];
  return facts.join(", ");
}

/** Remarks that change what the reader does next. */
function Remarks({ alert, timeZone }: Pick<AlertRowProps, "alert" | "timeZone">) {
  const { state, snoozedUntil, escalatedAt, isMine, roles, repeats, patient } = alert;
  const people = roles.map((role) => `${role}s`).join(" and ");
  return (
    <>
      {state === "held" && <Chip>{STATE_WORDS.held}</Chip>}
      {state === "snoozed" && snoozedUntil !== null && (
        <Chip>
          Back at <LocalTime at={snoozedUntil} style="day-time" timeZone={timeZone} />
        </Chip>
      )}
      {state === "open" && escalatedAt !== null && <Chip tone="warn">Not taken in time: {people} told</Chip>}
      {!isMine && <Chip>For {people}</Chip>}
      {repeats > 0 && <Chip>Came up {repeats + 1} times</Chip>}
      {patient.synthetic && <span className="sr-only">Synthetic patient.</span>}
    </>
  );
}

/** One alert: who, why, since when, the score now, and what can be done. */
export function AlertRow({ alert, timeZone, showWard, steps, isBusy, begin }: AlertRowProps) {
  const { id, stayId, patient, because, ruleName, raisedAt, plannedEndAt, tier, probability, events } = alert;
  const name = patientName(patient);
  return (
    <li
      data-row
      aria-busy={isBusy || undefined}
      className="grid break-inside-avoid gap-x-6 gap-y-1.5 px-4 py-3 focus-within:bg-soft lg:grid-cols-[minmax(0,1fr)_auto]"
    >
      <div className="min-w-0">
        <h2 className="m-0 flex flex-wrap items-baseline gap-x-2.5 text-base font-semibold">
          <Link
            href={`/stays/${encodeURIComponent(stayId)}`}
            data-alert={id}
            className="quiet-link inline-flex items-center [overflow-wrap:anywhere] touch:min-h-11"
          >
            {name}
            <LinkPending />
          </Link>
          <span className="text-sm font-normal text-mut">{factsOf(alert, showWard)}</span>
        </h2>
        <p className="m-0 max-w-[68ch]">{because}</p>
        <p className="m-0 mt-0.5 text-sm text-mut">
          {ruleName}, since <LocalTime at={raisedAt} style="day-time" timeZone={timeZone} />
          {plannedEndAt !== null && (
            <>
              ; to leave <LocalTime at={plannedEndAt} style="day-time" timeZone={timeZone} />
            </>
          )}
        </p>
        <p className="m-0 mt-1 flex flex-wrap gap-1.5 empty:hidden">
          <Remarks alert={alert} timeZone={timeZone} />
        </p>
        <AlertEvents events={events} timeZone={timeZone} label={name} />
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 lg:flex-col lg:items-end lg:justify-between">
        {tier !== null && probability !== null && (
          <p className="m-0 flex items-center gap-2">
            <span className="text-sm text-mut">Now</span>
            <b className="text-lg tabular-nums">
              <Percentage value={probability} />
            </b>
            <LevelBadge level={tier} />
          </p>
        )}
        {steps.length > 0 && (
          <div className="flex flex-wrap gap-1.5 print:hidden">
            {steps.map((step) => (
              <Button
                key={step}
                isDisabled={isBusy}
                aria-label={`${STEP_WORDS[step]}: ${name}, ${ruleName}`}
                onPress={() => begin(alert, step)}
              >
                {STEP_WORDS[step]}
              </Button>
            ))}
          </div>
        )}
      </div>
    </li>
  );
}
