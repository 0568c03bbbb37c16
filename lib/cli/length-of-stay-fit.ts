import { parseArgs } from "node:util";
import type { CliVerb } from "@/lib/cli/main";
import { fitLengthOfStay, type TaughtStay } from "@/lib/core/capacity/fit-length-of-stay";
import { lengthOfStaySchema } from "@/lib/core/capacity/length-of-stay";
import { Fault } from "@/lib/core/fault";
import { decodeValue } from "@/lib/core/features/encode";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { UCI_ENDINGS } from "@/lib/core/uci/uci-codes";
import { encodeUciRow, type UciRow } from "@/lib/core/uci/uci-row";
import { readUciRows } from "@/lib/io/uci-stays";
import { writeWhole } from "@/lib/io/write-whole";

const HELP = `wardlight length-of-stay-fit --data diabetic_data.csv[.gz] --out FILE.json

Fits how likely a patient leaves on each day of a stay, on every row of UCI Diabetes-130, however the stay ended; writes
coefficients only. The file holds no stay of more than 14 days: how many there were is taken from an assumption.`;

const SOURCE =
  "UCI Diabetes 130-US hospitals 1999–2008 (Strack et al. 2014, doi:10.1155/2014/781670, CC BY 4.0): inpatients with diabetes, stays of 1 to 14 days";

const read = (encoded: Float32Array, name: string) => {
  const index = featureIndex(name);
  return decodeValue(FEATURES[index]!, encoded[index]!);
};
const level = (value: ReturnType<typeof read>): string | null => (typeof value === "string" ? value : null);
const number = (value: ReturnType<typeof read>): number | null => (typeof value === "number" ? value : null);

/** A bed is free again however the patient left it: dead, to hospice or another hospital, against advice, or home. */
function toTaught(row: UciRow): TaughtStay {
  const encoded = encodeUciRow(row);
  return {
    known: {
      primaryDiagnosis: level(read(encoded, "primaryDiagnosis")),
      admissionType: level(read(encoded, "admissionType")),
      age: number(read(encoded, "age")),
    },
    days: row.lengthOfStayDays,
    ended: UCI_ENDINGS[row.dispositionId] !== "stillInpatient",
  };
}

/** `length-of-stay-fit`: how the capacity forecast's hazards come to be. */
export const lengthOfStayFit: CliVerb = {
  help: HELP,
  run: async (args) => {
    const text = { type: "string" } as const;
    const { values } = parseArgs({ args: [...args], options: { data: text, out: text } });
    if (values.data === undefined || values.out === undefined) {
      process.stderr.write(`Say what to learn from and where to write: --data FILE --out FILE.\n\n${HELP}\n`);
      return 2;
    }
    const stays: TaughtStay[] = [];
    for await (const stay of readUciRows(values.data, toTaught)) stays.push(stay);
    if (stays.length === 0) throw new Fault("bad-input", `${values.data} holds no stay.`);
    const model = fitLengthOfStay(stays, { source: SOURCE, isTruncated: true });
    await writeWhole(values.out, [`${JSON.stringify(lengthOfStaySchema.parse(model), null, 1)}\n`]);
    process.stdout.write(`${JSON.stringify({ stays: model.stays })}\n`);
    return 0;
  },
};
