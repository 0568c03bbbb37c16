import type { Metadata } from "next";
import { act } from "@/app/_adapters/act";
import { currentUser } from "@/app/_adapters/session";
import { BreakGlassReview } from "@/app/(ops)/break-glass/break-glass-review";
import { Refusal } from "@/app/refusal";
import { listBreakGlass } from "@/lib/services/break-glass-review";

export const metadata: Metadata = { title: "Break-glass review" };

export default async function BreakGlassPage() {
  const [user, result] = await Promise.all([currentUser(), act(listBreakGlass, {})]);
  if (!result.ok) return <Refusal error={result.error} mayList={user?.may.includes("list-worklist") ?? false} />;
  return <BreakGlassReview initial={result.value} />;
}
