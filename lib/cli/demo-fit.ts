import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import type { CliVerb } from "@/lib/cli/main";
import { fitHospital } from "@/lib/core/demo/fit-hospital";
import { type HospitalFit, hospitalFitSchema } from "@/lib/core/demo/hospital-fit";
import { toStayLevels } from "@/lib/core/demo/stay-variables";
import { Fault } from "@/lib/core/fault";
import { parseUciRow, uciExclusion } from "@/lib/core/uci/uci-row";

/**
 * Fits the demo hospital's generator on UCI Diabetes-130 and writes it as one JSON file of aggregates.
 * @param dataFile diabetic_data.csv or .csv.gz
 * @param outFile where the fit is written
 * @returns what was fitted, for the operator
 */
function fitFile(dataFile: string, outFile: string): { stays: number; variables: number; bytes: number } {
  const bytes = readFileSync(dataFile);
  const text = dataFile.endsWith(".gz") ? gunzipSync(bytes).toString("utf8") : bytes.toString("utf8");
  const records = (parse(text, { columns: true }) as Record<string, string>[]).filter(
    (record) => uciExclusion(parseUciRow(record)) === null,
  );
  const readmitted = Uint8Array.from(records, (record) => (record.readmitted === "<30" ? 1 : 0));
  const fit: HospitalFit = {
    source:
      "UCI Diabetes 130-US hospitals 1999–2008 (Strack B, DeShazo JP, Gennings C, et al. BioMed Research International 2014)",
    doi: "10.1155/2014/781670",
    licence: "CC BY 4.0",
    dataSha256: createHash("sha256").update(bytes).digest("hex"),
    ...fitHospital(records.map(toStayLevels), readmitted),
  };
  const json = `${JSON.stringify(hospitalFitSchema.parse(fit))}\n`;
  writeFileSync(outFile, json);
  return { stays: fit.stays, variables: fit.variables.length, bytes: Buffer.byteLength(json) };
}

/** `demo-fit --data FILE --out FILE`: fits the demo hospital's generator and says what was fitted. */
export const demoFit: CliVerb = {
  help: "demo-fit --data diabetic_data.csv[.gz] --out FILE.json\n\nFits the demo hospital's generator on UCI Diabetes-130; writes aggregates only.",
  run: async (args) => {
    const { values } = parseArgs({ args: [...args], options: { data: { type: "string" }, out: { type: "string" } } });
    if (values.data === undefined || values.out === undefined) {
      process.stderr.write("demo-fit needs --data and --out.\n");
      return 2;
    }
    if (!existsSync(values.data)) throw new Fault("bad-input", `There is no file ${values.data}.`);
    process.stdout.write(`${JSON.stringify(fitFile(values.data, values.out))}\n`);
    return 0;
  },
};
