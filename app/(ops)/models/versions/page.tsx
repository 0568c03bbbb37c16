import type { Metadata } from "next";
import { act } from "@/app/_adapters/act";
import { currentUser } from "@/app/_adapters/session";
import { Versions } from "@/app/(ops)/models/versions/versions";
import { Refusal } from "@/app/refusal";
import { readVersions } from "@/lib/services/versions";

export const metadata: Metadata = { title: "Versions" };

export default async function VersionsPage() {
  const [user, result] = await Promise.all([currentUser(), act(readVersions, {})]);
  if (!result.ok) return <Refusal error={result.error} mayList={user?.may.includes("list-worklist") ?? false} />;
  return <Versions view={result.value} />;
}
