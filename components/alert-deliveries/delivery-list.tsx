import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { LocalTime } from "@/components/ui/local-time";
import { Notice } from "@/components/ui/notice";
import { errorWords } from "@/lib/core/connections/connections-overview";
import type { DeliveriesView, DeliveryView } from "@/lib/core/delivery/deliveries-view";

interface DeliveryListProps {
  readonly view: DeliveriesView;
  readonly isBusy: boolean;
  readonly retry: (taskIds: readonly string[]) => void;
}

const STATE_WORDS: Readonly<Record<DeliveryView["state"], string>> = {
  waiting: "Waits",
  sent: "Handed over",
  "given-up": "Put aside",
  "not-needed": "Not needed any more",
};

const WAY_WORDS = { email: "E-mail to", webhook: "Webhook" } as const;

function Delivery({ one, timeZone }: { readonly one: DeliveryView; readonly timeZone: string }) {
  const { channel, recipient, state, ruleName, wardName, step, createdAt, settledAt, errorCode, attempts, nextAt } =
    one;
  return (
    <div className="min-w-0 flex-1 basis-64">
      <h3 className="m-0 flex flex-wrap items-center gap-2 text-base font-semibold">
        {WAY_WORDS[channel]} {recipient}{" "}
        <Chip tone={state === "given-up" ? "warn" : "plain"}>{STATE_WORDS[state]}</Chip>
      </h3>
      <p className="m-0 text-sm text-mut">
        {ruleName}, {wardName}
        {step === "escalated" && ", as nobody had taken it"},{" "}
        <LocalTime at={createdAt} style="day-time" timeZone={timeZone} />
        {state === "sent" && settledAt !== null && (
          <>
            ; handed over <LocalTime at={settledAt} style="day-time" timeZone={timeZone} />
          </>
        )}
      </p>
      {errorCode !== null && state !== "sent" && (
        <p className="m-0 text-sm">
          {errorWords(errorCode)} {attempts > 0 && `${attempts} ${attempts === 1 ? "try" : "tries"} so far.`}{" "}
          {nextAt !== null && (
            <>
              Tried again <LocalTime at={nextAt} style="day-time" timeZone={timeZone} />.
            </>
          )}
        </p>
      )}
    </div>
  );
}

/** What was sent outside over the last 30 days, what did not go first. */
export function DeliveryList({ view, isBusy, retry }: DeliveryListProps) {
  const { deliveries, counts, timeZone } = view;
  const dead = deliveries.flatMap(({ taskId }) => (taskId === null ? [] : [taskId]));
  const total = counts.sent + counts.waiting + counts["given-up"] + counts["not-needed"];
  return (
    <section aria-labelledby="deliveries">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 id="deliveries" className="m-0 text-lg font-semibold">
          Over the last 30 days
        </h2>
        {dead.length > 1 && (
          <Button className="print:hidden" isDisabled={isBusy} onPress={() => retry(dead)}>
            Try all {dead.length} again
          </Button>
        )}
      </div>
      {deliveries.length === 0 ? (
        <Notice title="Nothing was sent">Alerts whose rules say so are sent outside, and stand here.</Notice>
      ) : (
        <>
          <p className="m-0 mb-2 text-mut">
            {counts.sent} handed over, {counts.waiting} waiting, {counts["given-up"]} put aside, {counts["not-needed"]}{" "}
            not needed any more.
          </p>
          <ul aria-label="Deliveries" className="card m-0 list-none divide-y divide-line p-0">
            {deliveries.map((one) => (
              <li key={one.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5">
                <Delivery one={one} timeZone={timeZone} />
                {one.taskId !== null && (
                  <Button
                    className="print:hidden"
                    isDisabled={isBusy}
                    aria-label={`Try again: ${WAY_WORDS[one.channel]} ${one.recipient}, ${one.ruleName}`}
                    onPress={() => one.taskId !== null && retry([one.taskId])}
                  >
                    Try again
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {total > deliveries.length && (
            <p className="mt-2 mb-0 text-sm text-mut">
              {deliveries.length} of {total} are shown, what did not go first.
            </p>
          )}
        </>
      )}
    </section>
  );
}
