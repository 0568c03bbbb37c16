import type { Metadata } from "next";
import { act } from "@/app/_adapters/act";
import { adjudicateFlagAction, assignFlagAction, withdrawAdjudicationAction } from "@/app/_adapters/review-actions";
import { reviewFilters } from "@/app/_adapters/review-filters";
import { currentUser } from "@/app/_adapters/session";
import { Refusal } from "@/app/refusal";
import { ReviewScreen } from "@/components/flags/review-screen";
import { listReviews } from "@/lib/services/review-queue";

export const metadata: Metadata = { title: "Review" };

const actions = { assign: assignFlagAction, decide: adjudicateFlagAction, takeBack: withdrawAdjudicationAction };

export default async function ReviewPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const given = await searchParams;
  const read = (name: string): string | null => (typeof given[name] === "string" ? given[name] : null);
  const [user, result] = await Promise.all([currentUser(), act(listReviews, reviewFilters(read))]);
  if (!result.ok) return <Refusal error={result.error} mayList={user?.may.includes("list-worklist") ?? false} />;
  return <ReviewScreen queue={result.value} actions={actions} />;
}
