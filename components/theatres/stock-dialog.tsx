"use client";
import { type FormEvent, useState } from "react";
import type { TheatresActions } from "@/components/theatres/theatres-actions";
import { ChangedMeanwhile } from "@/components/ui/changed-meanwhile";
import { DialogEnd } from "@/components/ui/dialog-end";
import { failureOf } from "@/components/ui/done";
import { TextArea, TextField } from "@/components/ui/field";
import { ModalDialog } from "@/components/ui/modal-dialog";
import { useAttempt } from "@/components/ui/use-attempt";
import { useSeen } from "@/components/ui/use-seen";
import { deliveriesText, readDeliveries } from "@/lib/core/theatres/deliveries-text";
import type { StockView, SupplyView } from "@/lib/core/theatres/theatres-view";

const countOf = ({ count, deliveries }: StockView) => ({ count, deliveries: [...deliveries] });

/** Counts an item anew. */
export function StockDialog({
  supply: { item, stock },
  today,
  timeZone,
  actions,
  close,
  saved,
  refresh,
}: {
  readonly supply: SupplyView;
  /** Local calendar day. */
  readonly today: string;
  readonly timeZone: string;
  readonly actions: TheatresActions;
  readonly close: () => void;
  readonly saved: () => void;
  /** Has everything read anew. */
  readonly refresh: () => void;
}) {
  const [count, setCount] = useState(String(stock?.count ?? ""));
  const [text, setText] = useState(deliveriesText((stock?.deliveries ?? []).filter(({ day }) => day > today)));
  const [asks, setAsks] = useState<string | null>(null);
  const { doing, failure, attempt } = useAttempt<"save">();
  const { seen, isChanged, refused } = useSeen(stock && countOf(stock), refresh);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!/^\d{1,5}$/.test(count.trim())) return setAsks("What is in stock is a whole number.");
    const read = readDeliveries(text);
    if ("unread" in read) return setAsks(`“${read.unread}” is not a day and a number, such as ${today} 10.`);
    setAsks(null);
    const wanted = { item, count: Number(count), deliveries: read.deliveries, seen };
    if (await attempt("save", () => failureOf(actions.setStock(wanted), refused))) saved();
  };
  return (
    <ModalDialog title={`Stock of ${item}`} isOpen onOpenChange={(isOpen) => isOpen || close()}>
      <form onSubmit={submit} className="mt-2 flex flex-col gap-4">
        <TextField
          label="In stock now"
          inputMode="numeric"
          value={count}
          onChange={(event) => setCount(event.target.value)}
        />
        <TextArea
          label="To come"
          rows={3}
          value={text}
          onChange={(event) => setText(event.target.value)}
          hint={`One a line: the day and how many, such as ${today} 10.`}
        />
        {isChanged && stock && (
          <ChangedMeanwhile
            {...{ said: stock.said, timeZone }}
            fields={[
              { name: "In stock now", theirs: String(stock.count), yours: count },
              { name: "To come", theirs: deliveriesText(stock.deliveries), yours: text },
            ]}
          />
        )}
        <DialogEnd
          says={asks ?? (isChanged ? null : failure)}
          close={close}
          action={doing ? "Saving…" : "Save"}
          isBusy={doing !== null}
        />
      </form>
    </ModalDialog>
  );
}
