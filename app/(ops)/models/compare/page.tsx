import type { Metadata } from "next";
import { act } from "@/app/_adapters/act";
import { currentUser } from "@/app/_adapters/session";
import { Refusal } from "@/app/refusal";
import { CompareScreen } from "@/components/models/compare-screen";
import { compareModels } from "@/lib/services/compare-models";

export const metadata: Metadata = { title: "Compare two versions" };

const one = (value: string | string[] | undefined): string | null =>
  typeof value === "string" && value !== "" ? value : null;

export default async function ComparePage({
  searchParams,
}: {
  readonly searchParams: Promise<{ first?: string | string[]; second?: string | string[] }>;
}) {
  const { first, second } = await searchParams;
  const [user, result] = await Promise.all([
    currentUser(),
    act(compareModels, { first: one(first), second: one(second) }),
  ]);
  if (!result.ok) return <Refusal error={result.error} mayList={user?.may.includes("list-worklist") ?? false} />;
  return <CompareScreen view={result.value} />;
}
