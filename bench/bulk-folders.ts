import { once } from "node:events";
import { createWriteStream, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { makeHospital } from "@/lib/core/demo/make-hospital";

const MEGABYTE = 1024 * 1024;
const NOW = "2026-03-10T09:00:00.000Z";

interface Resource {
  readonly resourceType: string;
  readonly id?: string;
}

/** Files by type in a folder; each resource of a Bundle under its own type and id, as an export has them. */
class ExportFolder {
  readonly #files = new Map<string, ReturnType<typeof createWriteStream>>();
  readonly #folder: string;
  resources = 0;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
  }

  async add(type: string, text: string): Promise<void> {
    const file = this.#files.get(type) ?? createWriteStream(join(this.#folder, `${type}.ndjson`));
    this.#files.set(type, file);
    this.resources += 1;
    if (!file.write(`${text}\n`)) await once(file, "drain");
  }

  async end(): Promise<void> {
    for (const file of this.#files.values()) {
      file.end();
      await once(file, "finish");
    }
  }
}

function syntheaLines(): string[] {
  const data = process.env.WARDLIGHT_DATA ?? join(process.cwd(), "../shared/data");
  const file = join(data, "synthea-r4/bundles.clinical.ndjson.gz");
  if (!existsSync(file))
    throw new Error(`${file} is not here; set WARDLIGHT_DATA to the folder that holds synthea-r4.`);
  return gunzipSync(readFileSync(file)).toString("utf8").split("\n").filter(Boolean);
}

/** synthea-r4 so many times over, each time under other ids. */
export async function writeSynthea(folder: string, times: number): Promise<number> {
  const out = new ExportFolder(folder);
  for (const line of syntheaLines()) {
    const { entry } = JSON.parse(line) as { entry: { fullUrl?: string; resource: Resource }[] };
    const typeOf = new Map(entry.map(({ fullUrl, resource }) => [fullUrl ?? "", resource.resourceType]));
    for (let copy = 0; copy < times; copy++) {
      const end = copy === 0 ? "" : `-${copy}`;
      for (const { fullUrl, resource } of entry) {
        const id = resource.id ?? fullUrl?.replace("urn:uuid:", "") ?? "";
        const text = JSON.stringify({ ...resource, id: `${id}${end}` }).replace(
          /"reference":"(urn:uuid:([^"]+))"/g,
          (_, url: string, of: string) => `"reference":"${typeOf.get(url) ?? "Resource"}/${of}${end}"`,
        );
        await out.add(resource.resourceType, text);
      }
    }
  }
  await out.end();
  return out.resources;
}

/** Patients of the demo hospital under other ids, until there are so many stays. */
export async function writeStays(folder: string, wanted: number): Promise<number> {
  const out = new ExportFolder(folder);
  const seen = new Set<string>();
  let stays = 0;
  for (let copy = 0; stays < wanted; copy++) {
    for (const { entry } of makeHospital({ seed: `bulk-${copy}`, now: NOW }).current) {
      const found = (entry ?? []).map(({ resource }) => resource as unknown as Resource);
      for (const one of found) {
        const isShared = ["Location", "Organization", "Practitioner", "Medication"].includes(one.resourceType);
        const key = `${one.resourceType}/${one.id}`;
        if (isShared && seen.has(key)) continue;
        seen.add(key);
        const own = `-${copy}`;
        const text = isShared
          ? JSON.stringify(one)
          : JSON.stringify({ ...one, id: `${one.id}${own}` }).replace(
              /"reference":"((Patient|Encounter|Condition)\/[^"]+)"/g,
              (_, of: string) => `"reference":"${of}${own}"`,
            );
        await out.add(one.resourceType, text);
        const { class: kind } = one as { class?: { code?: string } };
        if (one.resourceType === "Encounter" && kind?.code === "IMP") stays += 1;
      }
      if (stays >= wanted) break;
    }
  }
  await out.end();
  return out.resources;
}

/** A gigabyte of one type, with one line cut off in the middle. */
export async function writeBadLine(folder: string): Promise<{ bytes: number; lines: number }> {
  mkdirSync(folder);
  const file = createWriteStream(join(folder, "Observation.ndjson"));
  const put = async (text: string): Promise<void> => {
    if (!file.write(`${text}\n`)) await once(file, "drain");
  };
  let bytes = 0;
  let lines = 0;
  for (let patient = 0; bytes < 1024 * MEGABYTE; patient++) {
    const id = `p-${patient}`;
    const lot = [JSON.stringify({ resourceType: "Patient", id, gender: "female", birthDate: "1950-03-11" })];
    for (let at = 0; at < 500; at++) {
      const text = "A note of no clinical meaning that makes this line as long as a server's lines are. ".repeat(10);
      lot.push(
        JSON.stringify({
          resourceType: "Observation",
          id: `o-${patient}-${at}`,
          status: "final",
          subject: { reference: `Patient/${id}` },
          effectiveDateTime: "2026-03-01",
          code: { text: "glucose" },
          note: [{ text }],
        }),
      );
    }
    for (const line of lot) {
      lines += 1;
      bytes += line.length + 1;
      await put(lines === 500_000 ? line.slice(0, -30) : line);
    }
  }
  file.end();
  await once(file, "finish");
  return { bytes, lines };
}
