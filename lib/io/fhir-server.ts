import type { DemoMoment } from "@/lib/core/demo/make-hospital";
import { Fault } from "@/lib/core/fault";
import { startWorker } from "@/lib/io/start-worker";

export interface FhirServer {
  /** http://127.0.0.1:PORT/fhir, on a port that was free. */
  readonly baseUrl: string;
  close(): Promise<void>;
}

/** Starts the demo hospital's FHIR R4 server in a thread of its own; only this machine can reach it. */
export async function startFhirServer(moment: DemoMoment, root?: string): Promise<FhirServer> {
  const worker = startWorker("fhir-server", { workerData: moment }, root);
  const close = async (): Promise<void> => {
    await worker.terminate();
  };
  try {
    const { baseUrl } = await new Promise<{ baseUrl: string }>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
      worker.once("exit", () => reject(new Error("The thread ended.")));
    });
    // A process that is done must not be kept alive by it.
    worker.unref();
    worker.on("error", () => undefined);
    return { baseUrl, close };
  } catch (cause) {
    await close();
    throw new Fault("not-ready", "The demo hospital's FHIR server could not be started.", { cause });
  }
}
