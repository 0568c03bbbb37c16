import type { Metadata } from "next";
import { act } from "@/app/_adapters/act";
import { currentUser } from "@/app/_adapters/session";
import { Models } from "@/app/(ops)/models/models";
import { Refusal } from "@/app/refusal";
import { readModels } from "@/lib/services/models";

export const metadata: Metadata = { title: "Model" };

export default async function ModelsPage({
  searchParams,
}: {
  readonly searchParams: Promise<{ report?: string | string[] }>;
}) {
  const { report } = await searchParams;
  const reportId = typeof report === "string" && report !== "" ? report : null;
  const [user, result] = await Promise.all([currentUser(), act(readModels, { reportId })]);
  if (!result.ok) return <Refusal error={result.error} mayList={user?.may.includes("list-worklist") ?? false} />;
  return <Models initial={result.value} />;
}
