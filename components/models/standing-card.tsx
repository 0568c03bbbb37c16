import { Button } from "@/components/ui/button";
import { LocalTime } from "@/components/ui/local-time";
import { APPROVING_ROLES, silenceReason } from "@/lib/core/validation/model-visibility";
import type { ModelsView } from "@/lib/core/validation/models-view";

interface StandingCardProps {
  readonly view: ModelsView;
  readonly isBusy: boolean;
  readonly onDecide: (kind: "approved" | "withdrawn") => void;
}

const ROLE_WORDS = { "data-scientist": "a data scientist", clinician: "a clinician" } as const;

/** Who of the two has approved the newest report, and who has not. */
function Approvals({ decisions, reports }: Pick<ModelsView, "decisions" | "reports">) {
  const [newest] = reports;
  if (newest === undefined || newest.verdict !== "usable") return null;
  return (
    <ul className="m-0 mt-2 list-none p-0">
      {APPROVING_ROLES.map((role) => {
        const by = decisions.find((said) => said.stands && said.reportId === newest.id && said.by.role === role)?.by;
        return (
          <li key={role}>
            <span aria-hidden="true">{by ? "✓" : "–"}</span>{" "}
            {by
              ? `${by.name} (${ROLE_WORDS[role].slice(2)}) has approved it`
              : `${ROLE_WORDS[role]} has not approved it`}
          </li>
        );
      })}
    </ul>
  );
}

/** Whether wards see scores, since when and why, and what this reader can do about it. */
export function StandingCard({ view, isBusy, onDecide }: StandingCardProps) {
  const { visibility, may, whyNotApprove, reports, decisions, timeZone, isDemo } = view;
  return (
    <section className="card" aria-labelledby="standing">
      <h2 id="standing" className="m-0 text-lg font-semibold">
        {visibility.state === "shown" ? "Wards see this model’s scores" : "Silent: wards see no scores of this model"}
      </h2>
      <p className="m-0 mt-1 max-w-[72ch]">
        {visibility.state === "silent" ? (
          <>{silenceReason(visibility.because)} Predictions are stored; LACE and HOSPITAL are shown.</>
        ) : visibility.because === "demo" ? (
          "This is a demonstration with synthetic patients: scores are shown from the start. Anywhere else they stay hidden until a data scientist and a clinician have both approved a local validation that finds the model usable."
        ) : (
          <>
            Since <LocalTime at={visibility.since ?? ""} style="day-time" timeZone={timeZone} />, approved by a data
            scientist and a clinician. Either can withdraw it at once.
          </>
        )}
      </p>
      {(visibility.state === "silent" || decisions.length > 0) && <Approvals decisions={decisions} reports={reports} />}
      {isDemo && visibility.state === "silent" && (
        <p className="m-0 mt-2 text-sm text-mut">
          In this demonstration a report on simulated outcomes can be approved; elsewhere it cannot.
        </p>
      )}
      <div className="mt-3 flex flex-wrap items-center gap-2 print:hidden">
        {may.approve && (
          <Button look="main" isDisabled={isBusy} onPress={() => onDecide("approved")}>
            Approve the newest report
          </Button>
        )}
        {may.withdraw && (
          <Button isDisabled={isBusy} onPress={() => onDecide("withdrawn")}>
            {visibility.state === "shown" ? "Hide scores from wards" : "Withdraw approval"}
          </Button>
        )}
        {whyNotApprove !== null && <p className="m-0 text-sm text-mut">{whyNotApprove}</p>}
      </div>
    </section>
  );
}
