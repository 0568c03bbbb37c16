import type { Metadata } from "next";
import { act } from "@/app/_adapters/act";
import { currentUser } from "@/app/_adapters/session";
import { Beds } from "@/app/(ops)/beds/beds";
import { Refusal } from "@/app/refusal";
import type { GroupAsked } from "@/components/beds/beds-screen";
import { readCensus } from "@/lib/services/read-census";

export const metadata: Metadata = { title: "Beds ahead" };

type Asked = Readonly<Record<"unit" | "service", string | string[] | undefined>>;

/** Which group the address names; the whole hospital where it names none that there is. */
function toGroup(asked: Asked): GroupAsked {
  for (const kind of ["unit", "service"] as const) {
    const id = asked[kind];
    if (typeof id === "string" && id !== "") return { kind, id };
  }
  return { kind: "hospital", id: "hospital" };
}

export default async function BedsPage({ searchParams }: { readonly searchParams: Promise<Asked> }) {
  const [user, result, asked] = await Promise.all([currentUser(), act(readCensus, {}), searchParams]);
  if (!result.ok) return <Refusal error={result.error} mayList={user?.may.includes("list-worklist") ?? false} />;
  return <Beds view={result.value} asked={toGroup(asked)} />;
}
