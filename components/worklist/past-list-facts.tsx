import type { ReactNode } from "react";
import { Disclosure } from "@/components/ui/disclosure";
import { FactList } from "@/components/ui/fact-list";
import { ROLE_WORDS } from "@/lib/core/access/role-words";
import type { PastList } from "@/lib/core/worklist/past-list";
import type { Worklist } from "@/lib/core/worklist/worklist";

/** An instant to the second: a past list is read beside other records. */
function Instant({ at, timeZone }: { readonly at: string; readonly timeZone: string }) {
  const words = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium", timeZone });
  return <time dateTime={at}>{words.format(new Date(at))}</time>;
}

/** "4 minutes", "3 hours", "2 days". */
function spanWords(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  const say = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;
  if (minutes < 90) return say(minutes, "minute");
  return minutes < 48 * 60 ? say(Math.round(minutes / 60), "hour") : say(Math.round(minutes / 1440), "day");
}

function Shown({ past, list }: { readonly past: PastList; readonly list: Worklist }) {
  const { nextAt, timeZone, at } = past;
  return (
    <>
      From <Instant at={list.asOf} timeZone={timeZone} />
      {nextAt === null ? (
        "; it is the newest that was handed out"
      ) : (
        <>
          {" "}
          until another followed on <Instant at={nextAt} timeZone={timeZone} />
        </>
      )}
      {Date.parse(at) - Date.parse(list.asOf) >= 60_000 &&
        `. Nobody was handed another in the ${spanWords(Date.parse(at) - Date.parse(list.asOf))} to the moment you chose`}
      .
    </>
  );
}

function Age({ list, timeZone }: { readonly list: Worklist; readonly timeZone: string }) {
  if (list.dataAsOf === null) return "No data had arrived.";
  return (
    <>
      From <Instant at={list.dataAsOf} timeZone={timeZone} />,{" "}
      {spanWords(Date.parse(list.asOf) - Date.parse(list.dataAsOf))} old when it was first handed out.
      {list.unreadPatients > 0 && ` ${list.unreadPatients} patients in hospital could not be read and were on no list.`}
    </>
  );
}

function checkWords({ check: { scored, differing } }: PastList): ReactNode {
  if (scored === 0) return "No score was shown.";
  if (differing.length === 0)
    return scored === 1
      ? "1 score: number, level and wording are those of its prediction."
      : `${scored} scores: numbers, levels and wording are those of their predictions.`;
  return (
    <b className="text-warn">
      {differing.length} of {scored} scores are not those of their predictions: {differing.join(", ")}
    </b>
  );
}

function Viewings({ past }: { readonly past: PastList }) {
  const { viewings, shownTo, timeZone } = past;
  const words = shownTo === 1 ? "1 person" : `${shownTo} people`;
  if (viewings === null || viewings.length === 0)
    return shownTo === 0 ? "Nobody’s viewing of its scores is on record." : words;
  return (
    <Disclosure summary={<span>{words}</span>}>
      <ul className="m-0 list-none p-0">
        {viewings.map(({ name, role, at, untilAt }) => (
          <li key={`${at} ${name}`}>
            {name}, {ROLE_WORDS[role].toLowerCase()}, <Instant at={at} timeZone={timeZone} />
            {untilAt !== at && (
              <>
                {" "}
                to <Instant at={untilAt} timeZone={timeZone} />
              </>
            )}
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

/** When the list was shown, to whom, how old its data were, and what its numbers rest on. */
export function PastListFacts({ past, list }: { readonly past: PastList; readonly list: Worklist }) {
  const { modelVersions, isPart, timeZone } = past;
  const facts: (readonly [string, ReactNode])[] = [
    ["Handed out", <Shown key="shown" past={past} list={list} />],
    ["Data", <Age key="age" list={list} timeZone={timeZone} />],
    ["Model", modelVersions.length === 0 ? "No model’s score was on it." : `Version ${modelVersions.join(", ")}.`],
    ["Checked", checkWords(past)],
    ["Shown to", <Viewings key="viewings" past={past} />],
    ...(isPart ? [["Part of", `A list of ${list.wards.length} wards; the order is theirs.`] as const] : []),
  ];
  return (
    <div className="card mb-4">
      <FactList facts={facts} />
    </div>
  );
}
