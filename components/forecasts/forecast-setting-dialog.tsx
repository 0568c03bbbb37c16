"use client";
import { type FormEvent, useState } from "react";
import { CheckList } from "@/components/ui/check-list";
import { DialogEnd } from "@/components/ui/dialog-end";
import { TextArea, TextField } from "@/components/ui/field";
import { ModalDialog } from "@/components/ui/modal-dialog";
import { useAttempt } from "@/components/ui/use-attempt";
import type { ForecastSetting } from "@/lib/core/demand/forecast-setting";
import { ownHolidaysText, readOwnHolidays } from "@/lib/core/demand/own-holidays-text";
import { COUNTRIES, COUNTRY_NAMES } from "@/lib/core/forecast/public-holidays";

interface ForecastSettingDialogProps {
  readonly setting: ForecastSetting;
  readonly close: () => void;
  /** Null where it was saved, else why not. */
  readonly save: (setting: ForecastSetting) => Promise<string | null>;
}

/** Changes the holidays a hospital keeps and the day its record begins. */
export function ForecastSettingDialog({ setting, close, save }: ForecastSettingDialogProps) {
  const [countries, setCountries] = useState<ReadonlySet<string>>(new Set(setting.holidays.countries));
  const [text, setText] = useState(ownHolidaysText(setting.holidays.own));
  const [countFrom, setCountFrom] = useState(setting.countFrom ?? "");
  const [unread, setUnread] = useState<string | null>(null);
  const { doing, failure, attempt } = useAttempt<"save">();

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const read = readOwnHolidays(text);
    setUnread("unread" in read ? read.unread : null);
    if ("unread" in read) return;
    const kept = COUNTRIES.filter((country) => countries.has(country));
    await attempt("save", () =>
      save({ holidays: { countries: kept, own: read.own }, countFrom: countFrom === "" ? null : countFrom }),
    );
  }

  return (
    <ModalDialog title="What forecasts are made from" isOpen onOpenChange={(open) => open || close()}>
      <form className="mt-3 flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <CheckList
          legend="Public holidays of"
          choices={COUNTRIES.map((country) => ({ id: country, name: COUNTRY_NAMES[country] }))}
          chosen={countries}
          onChange={setCountries}
        />
        <TextArea
          label="Own holidays"
          hint="One a line: 12-06 and a name for every year, 2026-04-03 and a name for one year. What a day does is learnt from years it was kept in, so list past ones of movable days too."
          rows={6}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <TextField
          label="Days from"
          hint="First day from which every stay is on record. Left empty: the first from which patients were seen to leave on most days."
          type="date"
          value={countFrom}
          onChange={(event) => setCountFrom(event.target.value)}
        />
        <DialogEnd
          says={unread === null ? failure : `“${unread}” is no day and name, as 12-06 Saint Nicholas.`}
          close={close}
          action={doing === null ? "Save" : "Saving…"}
          isBusy={doing !== null}
        />
      </form>
    </ModalDialog>
  );
}
