import type { Metadata } from "next";
import { act } from "@/app/_adapters/act";
import { currentUser } from "@/app/_adapters/session";
import { Version } from "@/app/(ops)/models/versions/[version]/version";
import { Refusal } from "@/app/refusal";
import { readVersion } from "@/lib/services/versions";

export const metadata: Metadata = { title: "Version" };

export default async function VersionPage({ params }: { readonly params: Promise<{ version: string }> }) {
  const { version } = await params;
  const asked = act(readVersion, { version: decodeURIComponent(version) });
  const [user, result] = await Promise.all([currentUser(), asked]);
  if (!result.ok) return <Refusal error={result.error} mayList={user?.may.includes("list-worklist") ?? false} />;
  return <Version view={result.value} />;
}
