import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";
import { readPatients } from "@/lib/io/fhir-files";

const root = mkdtempSync(join(tmpdir(), "wardlight-fhir-"));
afterAll(() => rmSync(root, { recursive: true }));

const resources = (id: string) => [
  { resourceType: "Patient", id, gender: "female", birthDate: "1950-01-01" },
  {
    resourceType: "Encounter",
    id: `${id}-stay`,
    status: "finished",
    class: { code: "IMP" },
    subject: { reference: `Patient/${id}` },
    period: { start: "2020-03-01", end: "2020-03-04" },
    location: [{ location: { reference: "Location/w" } }],
  },
];
const ward = { resourceType: "Location", id: "w", name: "Ward 4" };
const bundle = (...all: unknown[]) => ({
  resourceType: "Bundle",
  type: "collection",
  entry: all.map((resource) => ({ resource })),
});
const ndjson = (...values: unknown[]) => `${values.map((value) => JSON.stringify(value)).join("\n")}\n`;

function put(name: string, content: string | Buffer): string {
  const path = join(root, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, content);
  return path;
}

async function read(path: string) {
  const complaints: string[] = [];
  const stays: string[] = [];
  const wards: (string | null)[] = [];
  const ids: string[] = [];
  for await (const { id, entries, shared } of readPatients(path, (sentence) =>
    complaints.push(sentence.replace(root, "")),
  )) {
    ids.push(id);
    for (const stay of preparePatient(entries, shared ? { shared } : {}).stays) {
      stays.push(stay.stayId);
      wards.push(stay.summary.wardName);
    }
  }
  return { ids: ids.sort(), stays: stays.sort(), wards, complaints };
}

describe("what can be read", () => {
  const a = resources("a");
  const b = resources("b");
  const both = { ids: ["a", "b"], stays: ["a-stay", "b-stay"], complaints: [] };

  it.each([
    ["one Bundle", "one.json", JSON.stringify(bundle(...a, ...b))],
    ["one Bundle over many lines", "pretty.json", JSON.stringify(bundle(...a, ...b), null, 2)],
    ["one Bundle, compressed", "one.json.gz", gzipSync(JSON.stringify(bundle(...a, ...b), null, 2))],
    ["an array of resources", "array.json", JSON.stringify([...a, ...b], null, 1)],
    ["Bundles, one a line", "bundles.ndjson", ndjson(bundle(...a), bundle(...b))],
    [
      "Bundles with a byte order mark and Windows line ends",
      "bom.ndjson",
      `\uFEFF${ndjson(bundle(...a), bundle(...b)).replaceAll("\n", "\r\n")}`,
    ],
    ["Bundles, compressed", "bundles.ndjson.gz", gzipSync(ndjson(bundle(...a), bundle(...b)))],
    ["one patient's Bundles after each other", "pages.ndjson", ndjson(bundle(a[0]), bundle(a[1]), bundle(...b))],
    ["resources, one a line, in any order", "mixed.ndjson", ndjson(a[1], b[1], ward, b[0], a[0])],
    ["resources after a byte order mark", "bom-resources.ndjson", `\uFEFF${ndjson(...a, ...b)}`],
    ["no line end at the end", "open.ndjson", ndjson(bundle(...a), bundle(...b)).trimEnd()],
  ])("%s", async (_, name, content) => expect(await read(put(name, content))).toMatchObject(both));

  it("a Bulk Export folder, whatever the files are called, with locations for every patient", async () => {
    put("export/0001", ndjson(a[0], b[0]));
    put("export/part-2.ndjson.gz", gzipSync(ndjson(b[1], a[1])));
    put("export/deep/Location.000.ndjson", ndjson(ward));
    put("export/manifest.json", JSON.stringify({ transactionTime: "2020-01-01", request: "x", output: [] }));
    put("export/readme.md", "# not FHIR");
    put("export/errors.ndjson", ndjson({ resourceType: "OperationOutcome", issue: [] }));
    expect(await read(join(root, "export"))).toEqual({ ...both, wards: ["Ward 4", "Ward 4"] });
  });
});

describe("what cannot be read is said in one sentence, and the rest is read where that is safe", () => {
  const good = JSON.stringify(bundle(...resources("a")));
  const other = JSON.stringify(bundle(...resources("b")));

  it("truncated JSON between good Bundles", async () => {
    const { stays, complaints } = await read(put("cut.ndjson", `${good}\n${good.slice(0, 200)}\n${other}\n`));
    expect(stays).toEqual(["a-stay", "b-stay"]);
    expect(complaints).toEqual(["/cut.ndjson, line 2: this is not complete JSON."]);
  });

  it("a truncated Bundle file", async () => {
    const { stays, complaints } = await read(
      put("cut.json", JSON.stringify(bundle(...resources("a")), null, 2).slice(0, 300)),
    );
    expect(stays).toEqual([]);
    expect(complaints).toEqual([expect.stringMatching(/^\/cut\.json, line \d+: this is not complete JSON\.$/)]);
  });

  it("a line of 200 MB, in bounded memory", async () => {
    const path = put("long.ndjson", "");
    const huge = Buffer.alloc(200 * 1024 * 1024, "x");
    writeFileSync(path, Buffer.concat([Buffer.from(`${good}\n`), huge, Buffer.from(`\n${other}\n`)]));
    const { stays, complaints } = await read(path);
    expect(stays).toEqual(["a-stay", "b-stay"]);
    expect(complaints).toEqual(["/long.ndjson, line 2: the line is longer than 100 MB and was not read."]);
  });

  it("another FHIR version", async () => {
    const r5 = bundle({ resourceType: "Encounter", id: "1", class: [{ coding: [{ code: "IMP" }] }] });
    const dstu2 = bundle({ resourceType: "Encounter", id: "1", class: "inpatient" });
    const { stays, complaints } = await read(put("versions.ndjson", `${ndjson(r5, dstu2)}${good}\n`));
    expect(stays).toEqual(["a-stay"]);
    expect(complaints).toEqual([
      "/versions.ndjson, line 1: this is FHIR R5 (by its Encounter), and Wardlight reads FHIR R4.",
      "/versions.ndjson, line 2: this is FHIR DSTU2 (by its Encounter), and Wardlight reads FHIR R4.",
    ]);
  });

  it("lines of another FHIR version: said once a file, and their patients are not scored on half a record", async () => {
    const old = (id: string) => ({
      resourceType: "Condition",
      id: `c-${id}`,
      clinicalStatus: "active",
      subject: { reference: "Patient/a" },
    });
    const path = put("loose-version.ndjson", ndjson(...resources("a"), ...resources("b"), old("1"), old("2")));
    const { stays, complaints } = await read(path);
    expect(stays).toEqual(["b-stay"]);
    expect(complaints).toEqual([
      "/loose-version.ndjson, line 5: this is FHIR STU3 or DSTU2 (by its Condition), and Wardlight reads FHIR R4. (And 1 more in this file.)",
      "Patients left out because a line about them cannot be read: 1.",
    ]);
  });

  it("patients and stays without an id, never taken for one another", async () => {
    const nameless = (birthDate: string, start: string) =>
      bundle(
        { resourceType: "Patient", birthDate },
        { resourceType: "Encounter", status: "finished", class: { code: "IMP" }, period: { start } },
      );
    const path = put(
      "nameless.ndjson",
      ndjson(nameless("1950-01-01", "2020-01-01"), nameless("1999-01-01", "2021-01-01")),
    );
    const { ids, stays, complaints } = await read(path);
    expect(ids).toHaveLength(2);
    expect(stays).toHaveLength(2);
    expect(complaints).toEqual([
      "/nameless.ndjson, line 1: this Patient has no id, so what is said of it cannot be matched to it. (And 1 more in this file.)",
      "/nameless.ndjson, line 1: this Encounter has no id, so what is said of it cannot be matched to it. (And 1 more in this file.)",
    ]);
  });

  it("a file of something else: ten lines named, the rest counted", async () => {
    const { complaints } = await read(put("table.ndjson", "a,b,c\n".repeat(5000)));
    expect(complaints).toHaveLength(11);
    expect(complaints[9]).toBe("/table.ndjson, line 10: this is not complete JSON.");
    expect(complaints[10]).toBe("/table.ndjson, line 11: this is not complete JSON. (And 4989 more in this file.)");
  });

  it("a small file that unpacks to more than memory should hold", async () => {
    const { stays, complaints } = await read(put("bomb.json.gz", gzipSync(`{\n${" ".repeat(401 * 1024 * 1024)}}`)));
    expect(stays).toEqual([]);
    expect(complaints).toEqual([expect.stringMatching(/^\/bomb\.json\.gz: the file is too large/)]);
  });

  it("a compressed file that ends too early", async () => {
    const long = Array.from({ length: 400 }, (_, at) =>
      JSON.stringify(bundle(...resources(`p${at}-${Math.sin(at)}`))),
    ).join("\n");
    const whole = gzipSync(long);
    const { stays, complaints } = await read(put("cut.ndjson.gz", whole.subarray(0, whole.length >> 1)));
    expect(stays.length).toBeLessThan(400);
    expect(complaints).toEqual([
      expect.stringMatching(/^\/cut\.ndjson\.gz, line \d+: the file is damaged or ends too early\.$/),
    ]);
  });

  it("binary and empty files, and JSON that is no FHIR", async () => {
    expect((await read(put("x.ndjson", Buffer.from([0, 1, 2, 3])))).complaints).toEqual([
      "/x.ndjson: this is not text, so it holds no FHIR.",
    ]);
    expect((await read(put("empty.ndjson", ""))).complaints).toEqual(["/empty.ndjson: the file is empty."]);
    expect((await read(put("blank.json", " \n\n"))).complaints).toEqual(["/blank.json: the file is empty."]);
    expect((await read(put("no.ndjson", '{"hello":1}\n[]\n"x"\n'))).complaints).toHaveLength(3);
  });

  it("a missing path or an empty folder, as a fault", async () => {
    await expect(read(join(root, "nowhere"))).rejects.toMatchObject({ name: "Fault", code: "bad-input" });
    mkdirSync(join(root, "hollow"));
    await expect(read(join(root, "hollow"))).rejects.toMatchObject({ name: "Fault", code: "bad-input" });
  });

  it("an unreadable line that names its patient takes only that patient away", async () => {
    const lines = [...resources("a"), ...resources("b")].map((resource) => JSON.stringify(resource));
    const broken = '{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/b"},"code":';
    const { stays, complaints } = await read(put("broken.ndjson", `${lines.join("\n")}\n${broken}\n`));
    expect(stays).toEqual(["a-stay"]);
    expect(complaints).toEqual([
      "/broken.ndjson, line 5: this is not complete JSON.",
      "Patients left out because a line about them cannot be read: 1.",
    ]);
  });

  it("an unreadable line that names nobody may be about anyone, so nobody is read", async () => {
    const { ids, complaints } = await read(
      put("anyone.ndjson", `${ndjson(...resources("a"))}{"resourceType":"Condi\n`),
    );
    expect(ids).toEqual([]);
    expect(complaints).toHaveLength(2);
  });

  it("resources that name no patient, and a patient that comes back later", async () => {
    const stray = { resourceType: "Observation", id: "o" };
    expect((await read(put("stray.ndjson", ndjson(...resources("a"), stray)))).complaints).toEqual([
      "Resources left out because they do not say which patient they are about: 1.",
    ]);
    const again = await read(put("again.ndjson", `${good}\n${other}\n${good}\n`));
    expect(again.stays).toEqual(["a-stay", "b-stay"]);
    expect(again.complaints).toEqual([
      expect.stringMatching(
        /^\/again\.ndjson, line 3: this patient was already read \(.*line 1\); put one patient's Bundles together\.$/,
      ),
    ]);
  });
});
