import { runAsOperator } from "@/lib/cli/run-as-operator";
import { Fault } from "@/lib/core/fault";
import { parseEnvironment } from "@/lib/io/environment";

async function run(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    process.stderr.write("sync takes no options; FHIR_BASE_URL says where to read.\n");
    return 2;
  }
  const environment = parseEnvironment(process.env);
  if (environment.fhirBaseUrl === null)
    throw new Fault("misconfigured", "FHIR_BASE_URL is missing: it says which FHIR R4 server to read.");
  const read = await runAsOperator(environment, "sync-feed", { baseUrl: environment.fhirBaseUrl });
  process.stdout.write(`${JSON.stringify(read)}\n`);
  return 0;
}

export const sync = {
  help: "wardlight sync\n\nReads the FHIR R4 server at FHIR_BASE_URL once: everyone in hospital now, and who was before and has left.\nSigns in with FHIR_CLIENT_ID and FHIR_PRIVATE_KEY where they are set. Prints what was read as JSON: counts, and\nfailing (patients who could not be read and are marked), setAside (of those, not tried again until somebody looks).",
  run,
};
