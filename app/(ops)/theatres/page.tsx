import type { Metadata } from "next";
import { act } from "@/app/_adapters/act";
import { currentUser } from "@/app/_adapters/session";
import { Theatres } from "@/app/(ops)/theatres/theatres";
import { Refusal } from "@/app/refusal";
import { readTheatres } from "@/lib/services/read-theatres";

export const metadata: Metadata = { title: "Theatres and supplies" };

type Asked = Readonly<Record<"show", string | string[] | undefined>>;

export default async function TheatresPage({ searchParams }: { readonly searchParams: Promise<Asked> }) {
  const [user, result, { show }] = await Promise.all([currentUser(), act(readTheatres, {}), searchParams]);
  if (!result.ok) return <Refusal error={result.error} mayList={user?.may.includes("list-worklist") ?? false} />;
  return <Theatres view={result.value} asked={typeof show === "string" ? show : ""} />;
}
