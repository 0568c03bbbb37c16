import { parseArgs } from "node:util";
import type { CliVerb } from "@/lib/cli/main";
import { fitLengthOfStay } from "@/lib/core/capacity/fit-length-of-stay";
import { lengthOfStaySchema } from "@/lib/core/capacity/length-of-stay";
import { decodeValue } from "@/lib/core/features/encode";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { readUciStays } from "@/lib/io/uci-stays";
import { writeWhole } from "@/lib/io/write-whole";

const HELP = `wardlight length-of-stay-fit --data diabetic_data.csv[.gz] --out FILE.json

Fits how likely a patient leaves on each day of a stay, on UCI Diabetes-130; writes coefficients only.`;

const SOURCE =
  "UCI Diabetes 130-US hospitals 1999–2008 (Strack et al. 2014, doi:10.1155/2014/781670, CC BY 4.0): inpatients with diabetes, stays of 1 to 14 days";

const read = (encoded: Float32Array, name: string) => {
  const index = featureIndex(name);
  return decodeValue(FEATURES[index]!, encoded[index]!);
};
const level = (value: ReturnType<typeof read>): string | null => (typeof value === "string" ? value : null);
const number = (value: ReturnType<typeof read>): number | null => (typeof value === "number" ? value : null);

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
    const { stays } = await readUciStays(values.data);
    const model = fitLengthOfStay(
      stays.map(({ encoded }) => ({
        known: {
          primaryDiagnosis: level(read(encoded, "primaryDiagnosis")),
          admissionType: level(read(encoded, "admissionType")),
          age: number(read(encoded, "age")),
        },
        days: number(read(encoded, "lengthOfStayDays")) ?? 1,
      })),
      SOURCE,
    );
    await writeWhole(values.out, [`${JSON.stringify(lengthOfStaySchema.parse(model), null, 1)}\n`]);
    process.stdout.write(`${JSON.stringify({ stays: model.stays })}\n`);
    return 0;
  },
};
