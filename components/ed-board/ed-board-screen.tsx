"use client";
import { BoardTable } from "@/components/ed-board/board-table";
import { Notice } from "@/components/ui/notice";
import { PrintedHead } from "@/components/ui/printed-head";
import type { AdmissionFacts, EdBoard } from "@/lib/core/capacity/ed-board";
import { edBoardCsv } from "@/lib/core/capacity/ed-board-csv";
import { count, figureWords, fixed } from "@/lib/core/validation/figure-words";

/** The emergency department now and how many beds it will ask for. It says of nobody who they are. */
export function EdBoardScreen({ board }: { readonly board: EdBoard }) {
  const { rows, readAt, isFresh, timeZone, silentBecause, simulated, model } = board;
  return (
    <>
      <PrintedHead
        title="Emergency department"
        asOf={readAt}
        asOfWords="Read"
        timeZone={timeZone}
        fileName={`emergency-department-${board.asOf.slice(0, 10)}`}
        csv={() => edBoardCsv(board)}
      />
      <p className="m-0 mb-3 max-w-[80ch] text-mut">
        Who is there now and how many beds that is likely to ask for. Made to plan beds: it must not decide whether one
        patient is admitted, and it is in order of triage, not of chance. A chance opens why it is that.
        {simulated && " Demo: all of these patients are synthetic."}
      </p>
      <div className="grid gap-3.5">
        {readAt !== null && !isFresh && (
          <Notice title="This is old" tone="warn">
            The emergency department could not be read for two hours. Beds ahead does not count these patients.
          </Notice>
        )}
        {silentBecause !== null && (
          <Notice title="No chances are shown">
            {silentBecause}
            {model &&
              ` It learnt from ${count(model.visits)} visits elsewhere and says nothing here. Visits are kept with how they ended, so that a version can be checked on them and approved; the check is not built yet.`}
          </Notice>
        )}
        {readAt === null ? (
          <Notice title="Nothing was read yet">
            No source of emergency visits has been read. Connections says which FHIR server is read.
          </Notice>
        ) : rows.length === 0 ? (
          <Notice title="Nobody is waiting">No visit to the emergency department is going on.</Notice>
        ) : (
          <>
            <BedsWantedLine board={board} />
            <BoardTable rows={rows} asOf={board.asOf} timeZone={timeZone} showsChance={silentBecause === null} />
          </>
        )}
      </div>
      <section className="card mt-4" aria-labelledby="limits">
        <h2 id="limits" className="m-0 mb-1.5 text-base font-semibold">
          What these numbers are, and are not
        </h2>
        <ul className="m-0 max-w-[80ch] list-disc space-y-1 pl-5 text-sm">
          <li>
            The chance of admission at the end of the visit, from what triage knew: age, sex, arrival, complaint, triage
            level, consciousness, pain, first vital signs. Nothing learnt later is used.
          </li>
          {model && <li>{provenanceOf(model)}</li>}
          <li>The beds are the exact distribution of the sum of these chances, taken as independent of each other.</li>
          <li>
            Whoever has a bed on a ward by now is not listed, and children and those without triage have no chance.
          </li>
        </ul>
      </section>
    </>
  );
}

function provenanceOf({ version, learntFrom, visits, auroc, triageAuroc }: AdmissionFacts): string {
  const measured =
    auroc === null
      ? "It was not cross-validated."
      : `Area under the ROC curve ${figureWords(auroc, 3)} in cross-validation${triageAuroc === null ? "" : `; triage level alone ${fixed(triageAuroc, 3)}`}.`;
  return `Model ${version}, learnt from ${count(visits)} visits: ${learntFrom} ${measured} That shows that it works there, not here: who is admitted depends on local beds and habits.`;
}

function BedsWantedLine({ board: { beds, rows } }: { readonly board: EdBoard }) {
  const without = rows.length - (beds?.visits ?? 0);
  return (
    <ul aria-label="Summary" className="m-0 flex list-none flex-wrap gap-x-6 gap-y-1 p-0 text-mut">
      <li>
        <b className="text-lg text-ink">{rows.length}</b> in the department without a bed
      </li>
      {beds && (
        <>
          <li>
            <b className="text-lg text-ink">{fixed(beds.expected, 1)}</b> beds expected, likely {beds.low80} to{" "}
            {beds.high80} (80{"\u202f"}% interval; 95{"\u202f"}%: {beds.low95} to {beds.high95})
          </li>
          {without > 0 && (
            <li>
              <b className="text-lg text-ink">{without}</b> of whom nothing is said, in no expectation
            </li>
          )}
        </>
      )}
    </ul>
  );
}
