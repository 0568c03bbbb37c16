import { join } from "node:path";
import { readModelFile } from "@/lib/io/onnx/read-manifest";
import { runningHouse } from "@/lib/services/running-house";

/** A model version's card as it was written when it was trained (Markdown); null where it is not on this machine. No patient data. */
export async function modelCard(task: string, version: string): Promise<string | null> {
  if (!/^[a-z-]+$/.test(task) || !/^\d+\.\d+\.\d+$/.test(version)) return null;
  const { environment, log } = runningHouse();
  try {
    return (await readModelFile(join(environment.root, "models", task, version, "card.md"))).toString("utf8");
  } catch (error) {
    log.warn({ err: error, task, version }, "the model's card could not be read");
    return null;
  }
}
