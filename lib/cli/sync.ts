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
  help: "wardlight sync\n\nReads the FHIR R4 server at FHIR_BASE_URL once: everyone in hospital now, and who was before and has left.\nThe server must answer without signing in. Prints what was read as JSON.",
  run,
};
