import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import { Fault } from "@/lib/core/fault";
import { manifestSchema } from "@/lib/core/model/manifest";

/** One file of a model. Throws Fault not-ready naming it where it cannot be read. */
export async function readModelFile(path: string): Promise<Buffer> {
  try {
    return await readFile(/* turbopackIgnore: true */ path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "unknown";
    throw new Fault("not-ready", `${path} cannot be read (${code}).`, { cause });
  }
}

/** The manifest of a readmission model's directory. Throws Fault not-ready in one sentence naming the file. */
export const readManifest = (directory: string) => readManifestAs(directory, manifestSchema);

/** The manifest of any task's model directory. Throws Fault not-ready in one sentence naming the file. */
export async function readManifestAs<S extends z.ZodType>(directory: string, schema: S): Promise<z.output<S>> {
  const path = join(directory, "manifest.json");
  const bytes = await readModelFile(path);
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw new Fault("not-ready", `${path} is not JSON.`, { cause });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".") || "it";
  throw new Fault("not-ready", `${path} is not a manifest this version reads: ${where}: ${issue?.message}.`);
}
