import type { Metadata } from "next";
import { act } from "@/app/_adapters/act";
import { currentUser } from "@/app/_adapters/session";
import { Refusal } from "@/app/refusal";
import { ProgrammeScreen } from "@/components/programme/programme-screen";
import { readProgramme } from "@/lib/services/programme";

export const metadata: Metadata = { title: "Programme effect" };

export default async function ProgrammePage({
  searchParams,
}: {
  readonly searchParams: Promise<{ ward?: string | string[] }>;
}) {
  const { ward } = await searchParams;
  const wardId = typeof ward === "string" && ward !== "" ? ward : null;
  const [user, result] = await Promise.all([currentUser(), act(readProgramme, { wardId })]);
  if (!result.ok) {
    const isOtherWard = result.error.code === "forbidden" && (user?.may.includes("read-programme") ?? false);
    return (
      <Refusal
        error={result.error}
        sentence={isOtherWard ? "This ward is not one of yours." : undefined}
        mayList={user?.may.includes("list-worklist") ?? false}
      />
    );
  }
  return <ProgrammeScreen programme={result.value} />;
}
