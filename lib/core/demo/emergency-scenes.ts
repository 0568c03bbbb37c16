/** Why somebody came to the emergency department, and how ill such patients are: made up, no visit is a real one. */
export interface EmergencyScene {
  readonly complaint: string;
  /** Usual level of five, 1 most urgent. */
  readonly triage: 1 | 2 | 3 | 4 | 5;
  readonly ages: readonly [number, number];
  /** How often beside the others. */
  readonly weight: number;
  /** What is off, in standard deviations of a healthy adult's value. */
  readonly off?: Partial<Record<"systolic" | "heartRate" | "respiratoryRate" | "temperature" | "oxygen", number>>;
  /** Rated 0 to 10; nobody asked where left out. */
  readonly pain?: readonly [number, number];
}

export const EMERGENCY_SCENES: readonly EmergencyScene[] = [
  {
    ...{ complaint: "Short of breath", triage: 2, ages: [55, 92], weight: 4 },
    off: { oxygen: -4, respiratoryRate: 3.5, heartRate: 1.5 },
  },
  { ...{ complaint: "Chest pain", triage: 2, ages: [38, 88], weight: 4 }, off: { systolic: 1.2 }, pain: [3, 8] },
  { ...{ complaint: "Abdominal pain", triage: 3, ages: [19, 85], weight: 5 }, pain: [3, 9] },
  {
    ...{ complaint: "Fever and cough", triage: 3, ages: [24, 90], weight: 3 },
    off: { temperature: 4, heartRate: 1.6, respiratoryRate: 1.5, oxygen: -1.5 },
  },
  { ...{ complaint: "Confusion", triage: 2, ages: [70, 95], weight: 2 }, off: { temperature: 2, heartRate: 1 } },
  {
    ...{ complaint: "Weakness of right arm and slurred speech", triage: 2, ages: [58, 91], weight: 1.5 },
    off: { systolic: 2.4 },
  },
  { ...{ complaint: "Melena", triage: 2, ages: [45, 88], weight: 1.5 }, off: { systolic: -1.8, heartRate: 2 } },
  { ...{ complaint: "Dizziness", triage: 3, ages: [30, 88], weight: 2 } },
  { ...{ complaint: "Fall, hip pain", triage: 3, ages: [68, 95], weight: 2.5 }, pain: [5, 9] },
  { ...{ complaint: "Laceration of hand", triage: 4, ages: [18, 70], weight: 3 }, pain: [1, 5] },
  { ...{ complaint: "Ankle pain", triage: 4, ages: [18, 60], weight: 3 }, pain: [3, 7] },
  { ...{ complaint: "Sore throat", triage: 5, ages: [18, 50], weight: 2 }, pain: [1, 4] },
  { ...{ complaint: "Rash", triage: 5, ages: [18, 65], weight: 1.5 } },
  { ...{ complaint: "Vomiting", triage: 3, ages: [20, 82], weight: 2.5 }, off: { heartRate: 1.2 } },
  { ...{ complaint: "Flank pain", triage: 3, ages: [25, 75], weight: 2 }, pain: [6, 10] },
];
