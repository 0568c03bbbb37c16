import type { Care } from "@/lib/core/demo/diagnosis-catalogue";

/** One unit of the demo hospital. Ids are stable: later data refers to them. */
export interface DemoWard {
  readonly id: string;
  readonly name: string;
  readonly physicalBeds: number;
  readonly code: string;
  /** Whom it takes in. */
  readonly care: Care;
}

export const DEMO_WARDS: readonly DemoWard[] = [
  { id: "ward-4a", name: "4A Medicine", physicalBeds: 24, code: "4A", care: "medicine" },
  { id: "ward-4b", name: "4B Cardiology & Renal", physicalBeds: 22, code: "4B", care: "cardiac-renal" },
  { id: "ward-5c", name: "5C Surgery", physicalBeds: 24, code: "5C", care: "surgery" },
];

/** The unit that takes a kind of care in; obstetric, psychiatric and rehabilitation patients board where there is room. */
export function wardFor(care: Care): DemoWard {
  const ward = DEMO_WARDS.find((candidate) => candidate.care === care) ?? DEMO_WARDS[care === "rehabilitation" ? 2 : 0];
  if (ward === undefined) throw new RangeError("the demo hospital has no wards");
  return ward;
}

/** "4A-07" */
export const bedLabel = (ward: DemoWard, bed: number): string => `${ward.code}-${String(bed).padStart(2, "0")}`;
