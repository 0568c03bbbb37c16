import type { Metadata } from "next";
import { act } from "@/app/_adapters/act";
import { currentUser } from "@/app/_adapters/session";
import { People } from "@/app/(ops)/people/people";
import { Refusal } from "@/app/refusal";
import { listUsers } from "@/lib/services/users";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage() {
  const [user, result] = await Promise.all([currentUser(), act(listUsers, {})]);
  if (!result.ok) return <Refusal error={result.error} mayList={user?.may.includes("list-worklist") ?? false} />;
  return <People initial={result.value} ownId={user?.id ?? ""} />;
}
