import type { Metadata } from "next";
import { currentUser } from "@/app/_adapters/session";
import { Find } from "@/app/(clinic)/find/find";
import { Refusal } from "@/app/refusal";

export const metadata: Metadata = { title: "Find a patient" };

/** The search box alone: whether anything is found is decided by the verb, each time. */
export default async function FindPage() {
  const user = await currentUser();
  if (user?.may.includes("find-patient")) return <Find />;
  const mayList = user?.may.includes("list-worklist") ?? false;
  return <Refusal error={{ code: "forbidden", message: "Your role does not allow this." }} mayList={mayList} />;
}
