import type { Metadata } from "next";
import { act } from "@/app/_adapters/act";
import { currentUser } from "@/app/_adapters/session";
import { Accuracy } from "@/app/(ops)/forecast-accuracy/accuracy";
import { Refusal } from "@/app/refusal";
import { KEPT_KINDS } from "@/lib/core/demand/demand-series";
import { readForecastAccuracy } from "@/lib/services/forecast-accuracy";

export const metadata: Metadata = { title: "Forecast accuracy" };

export default async function ForecastAccuracyPage({
  searchParams,
}: {
  readonly searchParams: Promise<{ of?: string | string[]; unit?: string | string[] }>;
}) {
  const { of, unit } = await searchParams;
  const kind = KEPT_KINDS.find((one) => one === of);
  const wardId = typeof unit === "string" && unit !== "" ? unit : null;
  const [user, result] = await Promise.all([currentUser(), act(readForecastAccuracy, { kind, wardId })]);
  if (!result.ok) {
    const isOtherUnit = result.error.code === "forbidden" && (user?.may.includes("read-forecast-accuracy") ?? false);
    return (
      <Refusal
        error={result.error}
        sentence={isOtherUnit ? "This unit is not one of yours." : undefined}
        mayList={user?.may.includes("list-worklist") ?? false}
      />
    );
  }
  return <Accuracy view={result.value} />;
}
