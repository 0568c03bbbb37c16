import { type ProcedureProfile, TEAM_ROLES } from "@/lib/core/theatres/procedure-profile";

/** ICD-10-PCS (US public domain): code, title. */
export type PcsCode = readonly [code: string, title: string];

export const PCS = "http://www.cms.gov/Medicare/Coding/ICD10";

/** What is done to patients who are booked for an operation. */
export const BOOKED_OPERATIONS = {
  gallbladder: ["0FT44ZZ", "Resection of Gallbladder, Percutaneous Endoscopic Approach"],
  hernia: ["0YU50JZ", "Supplement Right Inguinal Region with Synthetic Substitute, Open Approach"],
  colon: ["0DTG0ZZ", "Resection of Left Large Intestine, Open Approach"],
  hip: ["0SR90J9", "Replacement of Right Hip Joint with Synthetic Substitute, Cemented, Open Approach"],
  knee: ["0SRC0J9", "Replacement of Right Knee Joint with Synthetic Substitute, Cemented, Open Approach"],
  arthroscopy: ["0SBC4ZZ", "Excision of Right Knee Joint, Percutaneous Endoscopic Approach"],
  cataract: ["08RJ3JZ", "Replacement of Right Lens with Synthetic Substitute, Percutaneous Approach"],
} as const satisfies Readonly<Record<string, PcsCode>>;

type Row = readonly [
  id: string,
  name: string,
  codes: string,
  /** Median, ninetieth, turnover, recovery. */
  minutes: readonly [number, number, number, number],
  surgeons: number,
  supplies: Readonly<Record<string, number>>,
];

/** Invented, and plausible. */
const ROWS: readonly Row[] = [
  ["cataract", "Cataract", "08R*", [25, 40, 10, 30], 1, { Lens: 1, "Eye pack": 1 }],
  ["arthroscopy", "Knee arthroscopy", "0SB*", [40, 65, 15, 60], 1, { "Arthroscopy set": 1 }],
  ["hernia", "Inguinal hernia", "0YU*", [55, 85, 15, 60], 1, { "Hernia mesh": 1, "Suture set": 1 }],
  [
    "cholecystectomy",
    "Laparoscopic cholecystectomy",
    "0FT4*",
    [75, 115, 20, 75],
    2,
    { "Trocar set": 1, "Clip applier": 1 },
  ],
  ["appendectomy", "Appendectomy", "0DTJ*", [60, 95, 20, 75], 2, { "Trocar set": 0.8, "Suture set": 1 }],
  ["bowel", "Bowel resection", "0DT*", [150, 230, 30, 120], 2, { Stapler: 2, "Suture set": 2, "Red cells": 0.6 }],
  [
    "hip",
    "Hip replacement",
    "0SR9*",
    [105, 150, 25, 90],
    2,
    { "Hip prosthesis": 1, "Bone cement": 1, "Red cells": 0.4 },
  ],
  [
    "knee",
    "Knee replacement",
    "0SRC*",
    [95, 135, 25, 90],
    2,
    { "Knee prosthesis": 1, "Bone cement": 2, "Red cells": 0.2 },
  ],
  ["fracture", "Hip fracture", "0QS*", [85, 130, 25, 90], 2, { "Fracture nail": 1, "Red cells": 0.8 }],
  ["prostate", "Prostate resection", "0VT*", [80, 125, 20, 75], 1, { "Resection loop": 1 }],
  ["amputation", "Toe or foot amputation", "0Y6*", [45, 75, 20, 60], 1, { "Suture set": 1 }],
  [
    "vessel",
    "Leg artery",
    "04C*",
    [110, 180, 30, 120],
    2,
    { "Vascular graft": 0.5, "Suture set": 2, "Red cells": 0.5 },
  ],
];

/** Kinds of operation of the demo hospital. */
export const DEMO_PROFILES: readonly ProcedureProfile[] = ROWS.map(
  ([id, name, code, [median, ninetieth, turnover, recovery], surgeons, supplies]) => ({
    ...{ id, name, codes: [{ system: PCS, code }], duration: { median, ninetieth }, turnover, recovery },
    team: Object.fromEntries(TEAM_ROLES.map((role) => [role, role === "surgeon" ? surgeons : 1])),
    supplies: Object.entries(supplies).map(([item, perCase]) => ({ item, perCase })),
    goesAhead: 0.94,
  }),
);

/** The demo hospital's theatres, Sunday to Saturday. */
export const DEMO_THEATRES = {
  ...{ rooms: [1, 3, 3, 3, 3, 3, 1], recoveryBeds: 5, usable: 0.85 },
  ...{ roomMinutes: 480, shiftMinutes: 480, recoveryMinutes: 660 },
};

/** On the shelf, and what comes so many days on. */
const STOCK: readonly (readonly [
  item: string,
  count: number,
  ...deliveries: readonly (readonly [day: number, count: number])[],
])[] = [
  ["Arthroscopy set", 4],
  ["Bone cement", 16, [6, 20]],
  ["Clip applier", 18],
  ["Eye pack", 60],
  ["Fracture nail", 6],
  ["Hernia mesh", 11],
  ["Hip prosthesis", 3, [4, 6]],
  ["Knee prosthesis", 12],
  ["Lens", 14, [7, 20]],
  ["Red cells", 22],
  ["Stapler", 9],
  ["Suture set", 80],
  ["Trocar set", 14, [5, 10]],
];

/** Stock of the demo hospital; some items were never counted. @param days local days (YYYY-MM-DD), today first */
export const demoStock = (days: readonly string[]) =>
  STOCK.map(([item, count, ...deliveries]) => ({
    ...{ item, count },
    deliveries: deliveries.map(([ahead, pieces]) => ({ day: days[ahead] ?? days.at(-1) ?? "", count: pieces })),
  }));
