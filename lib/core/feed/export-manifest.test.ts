import { describe, expect, it } from "vitest";
import { exportPath, isExportOver, isSameExport, readManifest } from "@/lib/core/feed/export-manifest";

const body = {
  transactionTime: "2026-03-10T08:00:00Z",
  request: "https://ehr/fhir/$export",
  requiresAccessToken: true,
  output: [
    { type: "Patient", url: "https://ehr/files/1", count: 3 },
    { type: "Patient", url: "https://ehr/files/2" },
  ],
  deleted: [{ type: "Bundle", url: "https://ehr/files/3" }],
  error: [{ type: "OperationOutcome", url: "https://ehr/files/4" }],
};

describe("what an export says it holds", () => {
  it("is read with names that tell files apart and hold nothing of their addresses", () => {
    const { files, requiresAccessToken } = readManifest(body);
    expect(requiresAccessToken).toBe(true);
    expect(files.map(({ name, kind, count }) => [name, kind, count])).toEqual([
      ["Patient 1", "output", 3],
      ["Patient 2", "output", null],
      ["deleted 1", "deleted", null],
      ["error 1", "error", null],
    ]);
    const [odd] = readManifest({ ...body, output: [{ type: "../../etc", url: "x" }] }).files;
    expect(odd?.name).toBe("file 1");
  });

  it("is the same export under new links, and another one when anything of it differs", () => {
    const first = readManifest(body);
    const relinked = { ...body, output: body.output.map((file) => ({ ...file, url: `${file.url}?signed=again` })) };
    expect(isSameExport(first, readManifest(relinked))).toBe(true);
    expect(isSameExport(first, readManifest({ ...body, transactionTime: "2026-03-10T08:00:01Z" }))).toBe(false);
    expect(isSameExport(first, readManifest({ ...body, output: body.output.slice(1) }))).toBe(false);
  });

  it("is not taken for the same where two files without counts have changed places", () => {
    const files = [2, 3].map((n) => ({ type: "Patient", url: `https://ehr/link-1/${n}.ndjson` }));
    const relinked = files.map(({ type, url }) => ({ type, url: `${url.replace("link-1", "link-2")}?signed=again` }));
    const first = readManifest({ ...body, output: files });
    expect(isSameExport(first, readManifest({ ...body, output: relinked }))).toBe(true);
    expect(isSameExport(first, readManifest({ ...body, output: relinked.reverse() }))).toBe(false);
  });

  it.each([
    [500, null, true],
    [400, { resourceType: "OperationOutcome", issue: [{ severity: "error", code: "processing" }] }, true],
    [500, { resourceType: "OperationOutcome", issue: [{ severity: "error", code: "transient" }] }, false],
    [503, null, false],
    [401, null, false],
    [429, null, false],
    [200, null, false],
  ])("has failed for good, or may have not, by what its status address answers: %i %j", (status, outcome, isOver) => {
    expect(isExportOver(status, outcome)).toBe(isOver);
  });

  it.each([null, "text", {}, { output: [] }, { transactionTime: "x", output: [{ type: "Patient" }] }])(
    "is refused where it is none: %j",
    (other) => expect(() => readManifest(other)).toThrow("no manifest"),
  );
});

describe("what is asked for", () => {
  it("is written as the standard has it", () => {
    const common = { group: null, since: null, types: [] };
    expect(exportPath({ ...common, level: "system" })).toBe("$export?_outputFormat=application%2Ffhir%2Bndjson");
    expect(exportPath({ ...common, level: "patient", types: ["Patient", "Encounter"] })).toBe(
      "Patient/$export?_outputFormat=application%2Ffhir%2Bndjson&_type=Patient%2CEncounter",
    );
    expect(exportPath({ ...common, level: "group", group: "g-1", since: "2026-03-10T08:00:00+01:00" })).toBe(
      "Group/g-1/$export?_outputFormat=application%2Ffhir%2Bndjson&_since=2026-03-10T08%3A00%3A00%2B01%3A00",
    );
  });
});
