"use client";
import { useState } from "react";
import { CalibrationChart } from "@/components/charts/calibration-chart";
import { PerformanceChart } from "@/components/charts/performance-chart";
import { AnswerDialog } from "@/components/monitoring/answer-dialog";
import { FeatureMoves } from "@/components/monitoring/feature-moves";
import { IncidentList } from "@/components/monitoring/incident-list";
import { WatchedFacts, WatchedGroups } from "@/components/monitoring/model-facts";
import type { Done, MonitoringActions } from "@/components/monitoring/monitoring-actions";
import { StandingBanner } from "@/components/monitoring/standing-banner";
import { Button } from "@/components/ui/button";
import { LinkChoice } from "@/components/ui/link-choice";
import { LocalTime } from "@/components/ui/local-time";
import { Notice } from "@/components/ui/notice";
import { Part } from "@/components/ui/part";
import type { IncidentView } from "@/lib/core/monitoring/incident-view";
import type { MonitoringView } from "@/lib/core/monitoring/monitoring-view";
import { signalTitle } from "@/lib/core/monitoring/signal-words";

const UNREACHABLE = "The server could not be reached. Try again in a moment.";

/** Whether a version of the model is as it was: one glance, then what changed, then the figures. */
export function MonitoringScreen({
  view,
  actions,
}: {
  readonly view: MonitoringView;
  readonly actions: MonitoringActions;
}) {
  const [asked, setAsked] = useState<IncidentView | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const { version, versions, looked, incidents, timeZone, mayAnswer, mayRun } = view;
  const report = looked?.report;

  async function attempt(work: () => Promise<Done>, done: string): Promise<void> {
    setBusy(true);
    setFailure(null);
    const answer = await work().catch((): Done => ({ ok: false, message: UNREACHABLE }));
    setBusy(false);
    setSaid(answer.ok ? done : "");
    setFailure(answer.ok ? null : answer.message);
    if (answer.ok) setAsked(null);
  }

  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-3.5 gap-y-2">
        <h1 className="m-0 text-2xl font-bold">Monitoring</h1>
        <p className="m-0 text-mut">
          Version {version}
          {looked && (
            <>
              , days up to {looked.throughDay}, looked at{" "}
              <LocalTime at={looked.at} style="day-time" timeZone={timeZone} />
            </>
          )}
        </p>
        {mayRun && (
          <Button
            className="ml-auto print:hidden"
            isDisabled={isBusy}
            onPress={() => void attempt(actions.look, "Looked again; this page shows what was found.")}
          >
            {isBusy && asked === null ? "Looking…" : "Look now"}
          </Button>
        )}
      </div>
      {versions.length > 1 && (
        <div className="mb-3">
          <LinkChoice
            label="Versions"
            choices={versions.map((name) => ({
              key: name,
              name: `Version ${name}`,
              href: `/monitoring?version=${encodeURIComponent(name)}`,
              isChosen: name === version,
            }))}
          />
        </div>
      )}
      <p role="status" className="sr-only">
        {said}
      </p>
      {failure && asked === null && (
        <div className="mb-4">
          <Notice title="That did not work" tone="bad" role="alert">
            {failure}
          </Notice>
        </div>
      )}
      <div className="flex flex-col gap-4">
        <StandingBanner view={view} />
        {report?.simulated && (
          <Notice title="Simulated outcomes">
            Outcomes here were made by the demo hospital’s dice, not by patients.
          </Notice>
        )}
        {incidents.length > 0 && (
          <section>
            <h2 className="m-0 mb-2 text-lg font-semibold">What changed, and what was done</h2>
            <IncidentList incidents={incidents} timeZone={timeZone} mayAnswer={mayAnswer} onAnswer={setAsked} />
          </section>
        )}
        {report && (
          <>
            <Part title="Performance">
              {report.performance.length === 0 ? (
                <p className="m-0 text-mut">Nobody this version scored has left yet.</p>
              ) : (
                <PerformanceChart chunks={report.performance} />
              )}
            </Part>
            {report.curve.length > 0 && (
              <Part title="Calibration">
                <CalibrationChart points={report.curve} />
              </Part>
            )}
            <Part title="Also watched">
              <WatchedFacts report={report} />
            </Part>
            <Part title="Who comes, and what is recorded of them">
              <FeatureMoves report={report} />
            </Part>
            <Part title="Groups">
              <WatchedGroups report={report} />
            </Part>
          </>
        )}
      </div>
      {asked !== null && (
        <AnswerDialog
          title={signalTitle(asked, asked.wardName)}
          isSaving={isBusy}
          failure={failure}
          close={() => {
            setAsked(null);
            setFailure(null);
          }}
          save={(answer, note) =>
            void attempt(() => actions.answer({ incidentId: asked.id, answer, note }), "Kept beside the incident.")
          }
        />
      )}
    </>
  );
}
