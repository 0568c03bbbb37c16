"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type AlertActions, type AlertChoice, alertsAddress, alertsKey } from "@/components/alerts/alert-actions";
import { AlertList } from "@/components/alerts/alert-list";
import { LateLook, lookWords } from "@/components/alerts/last-look";
import { LIST_WORDS, NothingToShow } from "@/components/alerts/list-words";
import { Button } from "@/components/ui/button";
import { LinkChoice } from "@/components/ui/link-choice";
import { LocalTime } from "@/components/ui/local-time";
import { Notice } from "@/components/ui/notice";
import { ALERT_LISTS, type AlertsView } from "@/lib/core/alerts/alert";

/** Also where nothing is heard of changes. */
const REFRESH_EVERY_MS = 60_000;

interface AlertsScreenProps extends AlertActions {
  readonly choice: AlertChoice;
}

/** How many stand somewhere; what quiet hours hold is put off. Nothing where they were not counted. */
function countOf(counts: AlertsView["counts"], list: AlertsView["list"]): { readonly count?: number } {
  const count = list === "snoozed" ? counts.snoozed + counts.held : counts[list];
  return count === null ? {} : { count };
}

/** Where they stand, and on which ward. */
function Filters({ view: { counts, wards }, choice: { list, wardId } }: { view: AlertsView; choice: AlertChoice }) {
  return (
    <div className="mb-4 flex flex-col gap-2">
      <LinkChoice
        label="Where they stand"
        choices={ALERT_LISTS.map((key) => ({
          key,
          name: LIST_WORDS[key],
          href: alertsAddress({ list: key, wardId }),
          ...countOf(counts, key),
          isChosen: key === list,
        }))}
      />
      {wards.length > 1 && (
        <LinkChoice
          label="Wards"
          choices={[{ id: null, name: "All my wards" }, ...wards].map(({ id, name }) => ({
            key: id ?? "all",
            name,
            href: alertsAddress({ list, wardId: id }),
            isChosen: id === wardId,
          }))}
        />
      )}
    </div>
  );
}

/** Which patients met a rule, and who takes them: by ward, and by where each stands. */
export function AlertsScreen({ choice, load, act }: AlertsScreenProps) {
  const query = useInfiniteQuery({
    queryKey: alertsKey(choice),
    queryFn: ({ pageParam }) => load({ ...choice, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: REFRESH_EVERY_MS,
  });
  const view = query.data?.pages.at(0);
  if (view === undefined)
    return (
      <Notice
        title="The alerts could not be loaded"
        headingLevel={1}
        tone="bad"
        role="alert"
        action={<Button onPress={() => void query.refetch()}>Try again</Button>}
      >
        Nothing was lost. The discharge list shows every patient’s score whether a rule found them or not.
      </Notice>
    );
  const alerts = query.data?.pages.flatMap((page) => page.alerts) ?? [];
  const { wards, asOf, timeZone, mayAct } = view;
  const { wardId, alertId } = choice;
  return (
    <>
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h1 className="m-0 text-2xl font-semibold">{alertId === undefined ? "Alerts" : "One alert"}</h1>
        <p className="m-0 text-sm text-mut">
          As of <LocalTime at={asOf} style="time" timeZone={timeZone} />
          {lookWords(view)}
        </p>
      </div>
      <p className="m-0 mb-3 max-w-[80ch] text-mut">
        Patients a rule of your wards found. A rule sees the record and the score, and can be wrong; nobody is looked
        after because an alert is answered, and a patient without one is not safe.
      </p>
      {alertId === undefined ? (
        <Filters view={view} choice={choice} />
      ) : (
        <p className="m-0 mb-4">
          <Link href="/alerts" className="inline-flex items-center touch:min-h-11">
            All alerts of your wards
          </Link>
        </p>
      )}
      <LateLook rules={view.rules} lookedAt={view.lookedAt} asOf={asOf} />
      {query.isError && (
        <div className="mb-3">
          <Notice
            title="The alerts could not be refreshed"
            tone="warn"
            role="status"
            action={<Button onPress={() => void query.refetch()}>Try again</Button>}
          >
            What is below is what was last loaded; others may have answered since.
          </Notice>
        </div>
      )}
      <AlertList
        alerts={alerts}
        choice={choice}
        timeZone={timeZone}
        showWard={wardId === null && wards.length > 1}
        act={mayAct ? act : null}
      />
      {alerts.length === 0 ? (
        <NothingToShow view={view} alertId={alertId} />
      ) : (
        <>
          {query.hasNextPage && (
            <p className="mt-3 mb-0 print:hidden">
              <Button isDisabled={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
                Show more
              </Button>
            </p>
          )}
          {mayAct && (
            <p className="mt-3 mb-0 text-sm text-mut max-lg:hidden print:hidden">
              In the list, j and k or the arrows move, Enter opens the patient, a takes, s puts off, d sets aside.
            </p>
          )}
        </>
      )}
    </>
  );
}
