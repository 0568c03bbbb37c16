import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { act } from "@/app/_adapters/act";
import { listText } from "@/app/_adapters/list-text";
import { currentUser } from "@/app/_adapters/session";
import { ListData } from "@/app/(clinic)/list-data";
import { Worklist } from "@/app/(clinic)/worklist";
import { PLACES } from "@/app/places";
import { Refusal } from "@/app/refusal";
import { newestChangeNow } from "@/lib/services/change-feed";
import { runningHouse } from "@/lib/services/running-house";
import { listWorklist } from "@/lib/services/worklist";

export const metadata: Metadata = { title: "Discharge list" };

export default async function WorklistPage({
  searchParams,
}: {
  readonly searchParams: Promise<{ ward?: string | string[] }>;
}) {
  const { ward } = await searchParams;
  const wardId = typeof ward === "string" && ward !== "" ? ward : null;
  const user = await currentUser();
  // Who works elsewhere starts there: being refused the list is nothing to greet anybody with.
  const first = PLACES.find(({ verb }) => user?.may.includes(verb));
  if (first !== undefined && first.href !== "/") redirect(first.href);
  // Before the list is read, so that nothing falls between the two.
  const changesAfter = await newestChangeNow(runningHouse());
  const result = await act(listWorklist, { wardId });
  if (!result.ok) {
    // Here it was a ward that was asked for, not a patient on it.
    const sentence = result.error.code === "forbidden" ? "This ward is not one of yours." : undefined;
    return <Refusal error={result.error} sentence={sentence} />;
  }
  return (
    <ListData wardId={wardId} text={listText(result.value)} at={Date.now()}>
      <Worklist
        wardId={wardId}
        changesAfter={changesAfter}
        may={{
          open: user?.may.includes("read-stay") ?? false,
          note: user?.may.includes("note-intervention") ?? false,
          setCutoff: user?.may.includes("set-cutoff") ?? false,
        }}
      />
    </ListData>
  );
}
