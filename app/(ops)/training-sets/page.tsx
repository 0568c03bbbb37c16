import type { Metadata } from "next";
import { act } from "@/app/_adapters/act";
import { currentUser } from "@/app/_adapters/session";
import { TrainingSets } from "@/app/(ops)/training-sets/training-sets";
import { Refusal } from "@/app/refusal";
import { readSnapshots } from "@/lib/services/training-snapshots";

export const metadata: Metadata = { title: "Training sets" };

export default async function TrainingSetsPage() {
  const [user, result] = await Promise.all([currentUser(), act(readSnapshots, {})]);
  if (!result.ok) return <Refusal error={result.error} mayList={user?.may.includes("list-worklist") ?? false} />;
  return <TrainingSets initial={result.value} />;
}
