import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { fitHospital } from "@/lib/core/demo/fit-hospital";
import { type HospitalFit, hospitalFitSchema } from "@/lib/core/demo/hospital-fit";
import { toStayLevels } from "@/lib/core/demo/stay-variables";

/** Dispositions after which nobody can be readmitted, or that are not the end of an acute stay. */
const NOT_INDEX = new Set(["11", "13", "14", "19", "20", "21", "7", "2", "9", "10", "12", "27", "29"]);

/**
 * Fits the demo hospital's generator on UCI Diabetes-130 and writes it as one JSON file of aggregates.
 * @param dataFile diabetic_data.csv or .csv.gz
 * @param outFile where the fit is written
 * @returns what was fitted, for the operator
 */
export function fitDemo(dataFile: string, outFile: string): { stays: number; variables: number; bytes: number } {
  const bytes = readFileSync(dataFile);
  const text = dataFile.endsWith(".gz") ? gunzipSync(bytes).toString("utf8") : bytes.toString("utf8");
  const records = (parse(text, { columns: true }) as Record<string, string>[]).filter(
    (record) => !NOT_INDEX.has(record.discharge_disposition_id ?? ""),
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
