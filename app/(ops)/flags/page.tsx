import type { Metadata } from "next";
import { act } from "@/app/_adapters/act";
import { flagFilters } from "@/app/_adapters/flag-filters";
import { currentUser } from "@/app/_adapters/session";
import { Refusal } from "@/app/refusal";
import { FlagsScreen } from "@/components/flags/flags-screen";
import { listFlags } from "@/lib/services/flag-review";

export const metadata: Metadata = { title: "Flags to review" };

export default async function FlagsPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const given = await searchParams;
  const read = (name: string): string | null => (typeof given[name] === "string" ? given[name] : null);
  const [user, result] = await Promise.all([currentUser(), act(listFlags, flagFilters(read))]);
  if (!result.ok) return <Refusal error={result.error} mayList={user?.may.includes("list-worklist") ?? false} />;
  return <FlagsScreen review={result.value} />;
}
