"use client";
import { useState } from "react";
import { AddWebhookDialog } from "@/components/alert-deliveries/add-webhook-dialog";
import type { DeliveryActions } from "@/components/alert-deliveries/delivery-actions";
import { DeliveryList } from "@/components/alert-deliveries/delivery-list";
import { WebhookList } from "@/components/alert-deliveries/webhook-list";
import { BackLink } from "@/components/ui/back-link";
import { Button } from "@/components/ui/button";
import { FactList } from "@/components/ui/fact-list";
import { FailureNotice } from "@/components/ui/failure-notice";
import { SecretDialog } from "@/components/ui/secret-dialog";
import { useAttempt } from "@/components/ui/use-attempt";
import type { DeliveriesView, DeliveryFacts } from "@/lib/core/delivery/deliveries-view";

interface DeliveriesScreenProps {
  readonly initial: DeliveriesView;
  readonly facts: DeliveryFacts;
  readonly actions: DeliveryActions;
}

/** How alerts leave: what is set up, who is told, what was handed over and what was not. */
export function DeliveriesScreen({ initial, facts, actions }: DeliveriesScreenProps) {
  const [view, setView] = useState(initial);
  const [isAdding, setAdding] = useState(false);
  const [told, setTold] = useState<{ readonly name: string; readonly secret: string } | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const { doing, failure, attempt } = useAttempt<string>();
  const { mailHost, from, webhookHosts } = facts;

  async function change(what: string, work: () => Promise<unknown>, done: string): Promise<void> {
    setSaid(null);
    const isDone = await attempt(what, async () => {
      try {
        await work();
        setView(await actions.load());
        return null;
      } catch (error) {
        if (error instanceof TypeError || !(error instanceof Error)) throw error;
        return error.message;
      }
    });
    if (isDone) setSaid(done);
  }

  return (
    <div className="max-w-5xl">
      <BackLink href="/alert-rules">Alert rules</BackLink>
      <h1 className="m-0 mb-1 text-2xl font-semibold">Alert deliveries</h1>
      <p className="m-0 mb-4 max-w-[75ch] text-mut">
        Word of alerts outside Wardlight: the rule, the ward and a link, never the patient. Each is sent at least once,
        under an id that stays the same; the inbox has the alert whatever becomes of these.
      </p>
      <FailureNotice why={failure} />
      <p role="status" className="m-0 font-semibold empty:hidden mb-4">
        {said}
      </p>
      <section aria-labelledby="ways" className="mb-6">
        <h2 id="ways" className="m-0 mb-2 text-lg font-semibold">
          As the installation is set up
        </h2>
        <FactList
          facts={[
            [
              "E-mail",
              mailHost === null ? "No mail server is set (SMTP_URL): none is sent." : `By ${mailHost}, from ${from}`,
            ],
            [
              "Webhooks",
              webhookHosts.length === 0
                ? "No host is listed (WARDLIGHT_WEBHOOK_HOSTS): none is sent."
                : `To ${webhookHosts.join(", ")} only`,
            ],
          ]}
        />
      </section>
      <section aria-labelledby="webhooks" className="mb-6">
        <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
          <h2 id="webhooks" className="m-0 text-lg font-semibold">
            Webhooks
          </h2>
          <Button className="print:hidden" onPress={() => setAdding(true)}>
            Add a webhook
          </Button>
        </div>
        <WebhookList
          webhooks={view.webhooks}
          timeZone={view.timeZone}
          isBusy={doing !== null}
          test={(id) => void change("test", () => actions.testWebhook(id), "The test message was taken.")}
          disable={(id) => void change("disable", () => actions.disableWebhook(id), "It is told nothing more.")}
        />
      </section>
      <DeliveryList
        view={view}
        isBusy={doing !== null}
        retry={(ids) => void change("retry", () => actions.retry(ids), "It is tried again within seconds.")}
      />
      {isAdding && (
        <AddWebhookDialog
          close={() => setAdding(false)}
          add={async (input) => {
            const { secret } = await actions.addWebhook(input);
            setAdding(false);
            setTold({ name: input.name, secret });
            setView(await actions.load());
          }}
        />
      )}
      {told !== null && <SecretDialog {...told} close={() => setTold(null)} />}
    </div>
  );
}
