"use client";
import { useState } from "react";
import { DecisionDialog } from "@/components/models/decision-dialog";
import { DecisionList } from "@/components/models/decision-list";
import { ModelFactsCard } from "@/components/models/model-facts-card";
import type { ModelsActions } from "@/components/models/models-actions";
import { ModelsNav } from "@/components/models/models-nav";
import { ReportList } from "@/components/models/report-list";
import { ReportView } from "@/components/models/report-view";
import { StandingCard } from "@/components/models/standing-card";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Notice } from "@/components/ui/notice";
import { useAttempt } from "@/components/ui/use-attempt";
import type { ModelsView } from "@/lib/core/validation/models-view";

interface ModelsScreenProps {
  readonly initial: ModelsView;
  readonly actions: ModelsActions;
}

/** The model that serves: whether wards see it, on what grounds, and who decides that. */
export function ModelsScreen({ initial, actions }: ModelsScreenProps) {
  const [view, setView] = useState(initial);
  const { doing, failure, attempt, forget } = useAttempt<"validate" | "decide" | "load">();
  const [deciding, setDeciding] = useState<"approved" | "withdrawn" | null>(null);
  const [said, setSaid] = useState("");
  const { model, report, reports, may, timeZone } = view;

  async function reload(reportId: string | null): Promise<string | null> {
    const answer = await actions.load(reportId);
    if (!answer.ok) return answer.message;
    setView(answer.value);
    return null;
  }

  const show = (reportId: string) => attempt("load", () => reload(reportId));

  const validate = () =>
    attempt("validate", async () => {
      const answer = await actions.validate();
      if (!answer.ok) return answer.message;
      setSaid("The validation is finished.");
      return reload(answer.value);
    });

  const decide = (kind: "approved" | "withdrawn", note: string) =>
    attempt("decide", async () => {
      const reportId = kind === "approved" ? (reports[0]?.id ?? null) : null;
      const answer = await actions.decide({ kind, reportId, note });
      if (!answer.ok) return answer.message;
      setDeciding(null);
      setSaid(kind === "approved" ? "Your approval is recorded." : "The approval is withdrawn.");
      return reload(report?.id ?? null);
    });

  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-3.5 gap-y-2">
        <h1 className="m-0 text-2xl font-bold">
          Model {model.task} {model.version}
        </h1>
        {may.validate && (
          <Button className="ml-auto print:hidden" isDisabled={doing !== null} onPress={() => void validate()}>
            {doing === "validate" ? "Running the validation…" : "Run local validation"}
          </Button>
        )}
      </div>
      <ModelsNav here="serving" />
      <p role="status" className="sr-only">
        {doing === "validate" ? "Running the validation. This takes some seconds." : said}
      </p>
      <FailureNotice why={deciding === null ? failure : null} />
      <div className="flex flex-col gap-4">
        <StandingCard view={view} isBusy={doing !== null} onDecide={setDeciding} />
        {report === null ? (
          <Notice title="Not validated here yet">
            A local validation compares the model’s scores with what happened to this hospital’s patients within 30 days
            of leaving. It needs stays that ended more than 30 days ago.
            {!may.validate && " A data scientist runs it."}
          </Notice>
        ) : (
          <ReportView id={report.id} report={report.content} newestId={reports[0]?.id ?? null} timeZone={timeZone} />
        )}
        {reports.length > 1 && (
          <ReportList
            reports={reports}
            shownId={report?.id ?? null}
            timeZone={timeZone}
            isBusy={doing !== null}
            onShow={(id) => void show(id)}
          />
        )}
        {view.decisions.length > 0 && <DecisionList decisions={view.decisions} timeZone={timeZone} />}
        <ModelFactsCard model={model} />
      </div>
      {deciding !== null && (
        <DecisionDialog
          kind={deciding}
          isSaving={doing === "decide"}
          failure={failure}
          close={() => {
            setDeciding(null);
            forget();
          }}
          decide={(note) => void decide(deciding, note)}
        />
      )}
    </>
  );
}
