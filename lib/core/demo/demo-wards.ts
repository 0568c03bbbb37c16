import { type Care, diagnosisCategory } from "@/lib/core/demo/diagnosis-catalogue";
import type { SeededRandom } from "@/lib/core/demo/seeded-random";

/** One unit of the demo hospital. Ids are stable: later data refers to them. */
export interface DemoWard {
  readonly id: string;
  readonly name: string;
  readonly physicalBeds: number;
  readonly code: string;
  /** Whom it takes in. */
  readonly care: Care;
  /** Of its kind of care, only main diagnoses in these chapters; left out: what no other unit of that kind takes. */
  readonly chapters?: readonly string[];
}

export const DEMO_WARDS: readonly DemoWard[] = [
  { id: "ward-4a", name: "4A Medicine", physicalBeds: 24, code: "4A", care: "medicine" },
  { id: "ward-4b", name: "4B Cardiology & Renal", physicalBeds: 22, code: "4B", care: "cardiac-renal" },
  { id: "ward-4c", name: "4C General Medicine", physicalBeds: 24, code: "4C", care: "medicine" },
  { id: "ward-5c", name: "5C Surgery", physicalBeds: 24, code: "5C", care: "surgery" },
  {
    id: "ward-5d",
    name: "5D Orthopedics",
    physicalBeds: 16,
    code: "5D",
    care: "surgery",
    chapters: ["musculoskeletal", "injury"],
  },
  { id: "ward-6a", name: "6A Maternity", physicalBeds: 12, code: "6A", care: "obstetric" },
  { id: "ward-6b", name: "6B Rehabilitation", physicalBeds: 12, code: "6B", care: "rehabilitation" },
  { id: "ward-7a", name: "7A Psychiatry", physicalBeds: 8, code: "7A", care: "psychiatric" },
];

/** A unit that takes a main diagnosis in; one of them by chance where several do. */
export function wardFor(diagnosis: string | undefined, random: SeededRandom): DemoWard {
  const { care, chapter } = diagnosisCategory(diagnosis ?? "786");
  const ofKind = DEMO_WARDS.filter((ward) => ward.care === care);
  const special = ofKind.filter(({ chapters }) => chapters?.includes(chapter));
  return random.pick(special.length > 0 ? special : ofKind.filter(({ chapters }) => chapters === undefined));
}

/** "4A-07" */
export const bedLabel = (ward: DemoWard, bed: number): string => `${ward.code}-${String(bed).padStart(2, "0")}`;
