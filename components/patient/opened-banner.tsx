import { LocalTime } from "@/components/ui/local-time";

/** Says that this page is open by exception, until when, and that it is looked at. */
export function OpenedBanner({ until, timeZone }: { readonly until: string; readonly timeZone: string }) {
  return (
    <p className="m-0 mb-4 rounded-xl bg-warn-bg px-4 py-2.5 font-semibold text-warn print:border print:border-current">
      Opened outside your wards until <LocalTime at={until} style="time" timeZone={timeZone} />; this is reviewed.
    </p>
  );
}
