import { openOperator } from "@/lib/cli/run-as-operator";
import { Fault, isFault } from "@/lib/core/fault";
import { parseEnvironment } from "@/lib/io/environment";

async function run(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    process.stderr.write("sync takes no options; FHIR_BASE_URL says where to read.\n");
    return 2;
  }
  const environment = parseEnvironment(process.env);
  const { fhirBaseUrl: baseUrl } = environment;
  if (baseUrl === null)
    throw new Fault("misconfigured", "FHIR_BASE_URL is missing: it says which FHIR R4 server to read.");
  const operator = await openOperator(environment, "command line");
  try {
    const read = await operator.run("sync-feed", { baseUrl });
    // Whoever is in hospital was read all the same: what fails here is said and fails nothing.
    const demand = await operator.run("sync-demand", { baseUrl }).catch((error: unknown) => {
      if (!isFault(error)) throw error;
      process.stderr.write(`The emergency department and bookings could not be read: ${error.message}\n`);
      return null;
    });
    process.stdout.write(`${JSON.stringify({ ...read, demand })}\n`);
    return 0;
  } finally {
    await operator.close();
  }
}

export const sync = {
  help: "wardlight sync\n\nReads the FHIR R4 server at FHIR_BASE_URL once: everyone in hospital now, and who was before and has left; then who\nis in the emergency department and who is booked. Signs in with FHIR_CLIENT_ID and FHIR_PRIVATE_KEY where they are set.\nPrints what was read as JSON: counts, failing (patients who could not be read and are marked), setAside (of those, not\ntried again until somebody looks), and demand (visits, of those scored, admissions booked, operations booked; null where it failed).",
  run,
};
