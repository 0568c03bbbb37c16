import type { Metadata } from "next";
import { act } from "@/app/_adapters/act";
import { currentUser } from "@/app/_adapters/session";
import { Refusal } from "@/app/refusal";
import { PastListScreen } from "@/components/worklist/past-list-screen";
import { readPastList } from "@/lib/services/read-past-list";

export const metadata: Metadata = { title: "The list of a past moment" };

export default async function PastListPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const given = await searchParams;
  const read = (name: string): string | null => {
    const value = given[name];
    return typeof value === "string" && value !== "" ? value : null;
  };
  const personId = read("person");
  const wanted = {
    at: read("at"),
    wardId: read("ward"),
    personId,
    audience: read("audience") === "judges" ? ("judges" as const) : ("wards" as const),
  };
  const [user, result] = await Promise.all([currentUser(), act(readPastList, wanted)]);
  if (!result.ok) return <Refusal error={result.error} mayList={user?.may.includes("list-worklist") ?? false} />;
  return <PastListScreen past={result.value} personId={personId} />;
}
