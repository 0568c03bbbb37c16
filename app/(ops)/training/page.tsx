import type { Metadata } from "next";
import { act } from "@/app/_adapters/act";
import { currentUser } from "@/app/_adapters/session";
import { Training } from "@/app/(ops)/training/training";
import { Refusal } from "@/app/refusal";
import { readTrainingRuns } from "@/lib/services/training-runs";

export const metadata: Metadata = { title: "Training runs" };

export default async function TrainingPage({
  searchParams,
}: {
  readonly searchParams: Promise<{ run?: string | string[] }>;
}) {
  const { run } = await searchParams;
  const [user, result] = await Promise.all([currentUser(), act(readTrainingRuns, {})]);
  if (!result.ok) return <Refusal error={result.error} mayList={user?.may.includes("list-worklist") ?? false} />;
  return <Training initial={result.value} shownId={typeof run === "string" ? run : null} />;
}
