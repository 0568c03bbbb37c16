import { Button } from "@/components/ui/button";
import { LocalTime } from "@/components/ui/local-time";
import { ScrollBox } from "@/components/ui/scroll-box";
import { count } from "@/lib/core/validation/figure-words";
import type { ReportSummary } from "@/lib/core/validation/models-view";
import { VERDICT_WORDS } from "@/lib/core/validation/verdict-words";

interface ReportListProps {
  readonly reports: readonly ReportSummary[];
  readonly shownId: string | null;
  readonly timeZone: string;
  readonly isBusy: boolean;
  readonly onShow: (id: string) => void;
}

/** Every local validation of this version, newest first. */
export function ReportList({ reports, shownId, timeZone, isBusy, onShow }: ReportListProps) {
  return (
    <section className="card" aria-labelledby="reports">
      <h2 id="reports" className="m-0 mb-1.5 text-base font-semibold">
        All local validations
      </h2>
      <ScrollBox label="All local validations" className="overflow-x-auto">
        <table className="w-full border-collapse text-sm">
          <thead className="text-left text-mut">
            <tr>
              <th className="py-1 pr-3 font-semibold">Made</th>
              <th className="py-1 pr-3 font-semibold">By</th>
              <th className="py-1 pr-3 text-right font-semibold">Stays</th>
              <th className="py-1 pr-3 text-right font-semibold">Readmitted</th>
              <th className="py-1 pr-3 font-semibold">Verdict</th>
              <th className="py-1 font-semibold print:hidden">
                <span className="sr-only">Show</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {reports.map(({ id, at, byName, stays, readmissions, verdict, simulated }) => (
              <tr key={id} className="border-t border-line">
                <th scope="row" className="py-1 pr-3 text-left font-normal">
                  <LocalTime at={at} style="day-time" timeZone={timeZone} />
                </th>
                <td className="py-1 pr-3">{byName}</td>
                <td className="py-1 pr-3 text-right">{count(stays)}</td>
                <td className="py-1 pr-3 text-right">{count(readmissions)}</td>
                <td className="py-1 pr-3">
                  {VERDICT_WORDS[verdict]}
                  {simulated && <span className="text-mut"> (simulated outcomes)</span>}
                </td>
                <td className="py-1 text-right print:hidden">
                  {id === shownId ? (
                    <span className="text-mut">shown above</span>
                  ) : (
                    <Button look="text" isDisabled={isBusy} onPress={() => onShow(id)}>
                      Show
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  );
}
