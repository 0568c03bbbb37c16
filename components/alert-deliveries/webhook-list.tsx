import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { LocalTime } from "@/components/ui/local-time";
import { Notice } from "@/components/ui/notice";
import type { AlertWebhookView } from "@/lib/core/delivery/deliveries-view";

interface WebhookListProps {
  readonly webhooks: readonly AlertWebhookView[];
  readonly timeZone: string;
  readonly isBusy: boolean;
  readonly test: (id: string) => void;
  readonly disable: (id: string) => void;
}

/** Programs outside that rules may tell of alerts, and those that were. */
export function WebhookList({ webhooks, timeZone, isBusy, test, disable }: WebhookListProps) {
  if (webhooks.length === 0)
    return <Notice title="No webhook yet">A pager, a chat or an integration engine that takes signed messages.</Notice>;
  return (
    <ul aria-label="Webhooks" className="card m-0 list-none divide-y divide-line p-0">
      {webhooks.map(({ id, name, url, createdAt, disabledAt }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5">
          <div className="min-w-0 flex-1 basis-64">
            <h3 className="m-0 flex flex-wrap items-center gap-2 text-base font-semibold">
              {name} {disabledAt !== null && <Chip>Ended</Chip>}
            </h3>
            <p className="m-0 text-sm text-mut [overflow-wrap:anywhere]">
              {url}, since <LocalTime at={createdAt} style="day" timeZone={timeZone} />
            </p>
          </div>
          {disabledAt === null && (
            <div className="flex flex-wrap gap-1.5 print:hidden">
              <Button isDisabled={isBusy} onPress={() => test(id)} aria-label={`Send a test message to ${name}`}>
                Send a test
              </Button>
              <Button isDisabled={isBusy} onPress={() => disable(id)} aria-label={`End ${name}`}>
                End it
              </Button>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
