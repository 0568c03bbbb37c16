import type { Metadata } from "next";
import { act } from "@/app/_adapters/act";
import { currentUser } from "@/app/_adapters/session";
import { Refusal } from "@/app/refusal";
import { CapacityScreen } from "@/components/capacity/capacity-screen";
import { readPatientFlow } from "@/lib/services/patient-flow";

export const metadata: Metadata = { title: "Capacity" };

export default async function CapacityPage({
  searchParams,
}: {
  readonly searchParams: Promise<{ unit?: string | string[] }>;
}) {
  const { unit } = await searchParams;
  const wardId = typeof unit === "string" && unit !== "" ? unit : null;
  const [user, result] = await Promise.all([currentUser(), act(readPatientFlow, { wardId })]);
  if (!result.ok) {
    const isOtherUnit = result.error.code === "forbidden" && (user?.may.includes("read-patient-flow") ?? false);
    return (
      <Refusal
        error={result.error}
        sentence={isOtherUnit ? "This unit is not one of yours." : undefined}
        mayList={user?.may.includes("list-worklist") ?? false}
      />
    );
  }
  return <CapacityScreen flow={result.value} />;
}
