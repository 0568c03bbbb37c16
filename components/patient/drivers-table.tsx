import { signedLogOdds } from "@/components/charts/shape-function";
import { SignedPoints } from "@/components/charts/signed-points";
import type { Explanation } from "@/components/patient/explanation";
import { ScrollBox } from "@/components/ui/scroll-box";

/** Every term, with the log-odds the model itself adds. */
export function DriversTable({ explanation }: { readonly explanation: Explanation }) {
  const { lines, rest, without, baselineLogOdds, baselinePoints, totalPoints, restPoints } = explanation;
  const all = [...lines, ...rest];
  const total = all.reduce((sum, { contribution }) => sum + contribution, baselineLogOdds);
  const restStart = lines.length;
  return (
    <ScrollBox label="All drivers, as a table" className="overflow-x-auto">
      <table className="w-full border-collapse text-sm [&_td]:px-2 [&_td]:py-1 [&_td]:text-right [&_th]:px-2 [&_th]:py-1 [&_th]:font-[inherit] [&_tr]:border-b [&_tr]:border-line">
        <thead className="text-left text-mut">
          <tr>
            <th className="font-semibold!">Driver</th>
            <th className="text-right font-semibold!">Log-odds</th>
            <th className="text-right font-semibold!">Points</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row" className="text-left">
              The model’s starting point
            </th>
            <td>{signedLogOdds(baselineLogOdds)}</td>
            <td>{baselinePoints}</td>
          </tr>
          {all.map((line, position) => (
            <tr key={line.feature}>
              <th scope="row" className="text-left">
                {line.sentence}
              </th>
              <td>{signedLogOdds(line.contribution)}</td>
              {position < restStart && (
                <td>
                  <SignedPoints points={line.points} />
                </td>
              )}
              {position === restStart && (
                <td rowSpan={rest.length} className="border-l border-line align-top">
                  <SignedPoints points={restPoints} /> <span className="block font-normal text-mut">together</span>
                </td>
              )}
            </tr>
          ))}
          {without.map((sentence) => (
            <tr key={sentence} className="text-mut">
              <th scope="row" className="text-left">
                {sentence}
              </th>
              <td>{signedLogOdds(0)}</td>
              <td>0</td>
            </tr>
          ))}
          <tr className="font-semibold">
            <th scope="row" className="text-left">
              This patient
            </th>
            <td>{signedLogOdds(total)}</td>
            <td>{totalPoints}</td>
          </tr>
        </tbody>
      </table>
    </ScrollBox>
  );
}
