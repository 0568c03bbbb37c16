import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { conformanceMarkdown, expandIds, readTables } from "./scripts/conformance.mjs";

const table = z.strictObject({
  title: z.string(),
  role: z.string(),
  requirements: z.string(),
  specification: z.url(),
  rows: z.array(
    z
      .strictObject({
        ids: z.string().regex(/^\d+(-\d+)?(, \d+(-\d+)?)*$/),
        about: z.string().min(3),
        status: z.enum(["met", "not applicable", "not met"]),
        tests: z.array(z.strictObject({ file: z.string(), name: z.string().min(5) })).optional(),
        /** Where no test run can tell: a benchmark, what it is held to, and where its figures stand. */
        measured: z.strictObject({ file: z.string(), command: z.string(), bar: z.string() }).optional(),
        why: z.string().min(5).optional(),
        note: z.string().optional(),
      })
      .refine(({ status, tests = [], measured, why }) =>
        status === "met" ? tests.length > 0 || measured !== undefined : why !== undefined,
      ),
  ),
});
const tables = z.array(table).parse(readTables());
const requirements = join(process.env.WARDLIGHT_DATA ?? join(process.cwd(), "../shared/data"), "requirements");

/** `it(`, `test(`, `it.each(…)(` or `it.skipIf(…)(`, up to the title; the last two may go over several lines. */
const TITLE =
  /^[ ]*(?:it|test)(?:\.(?:each|skipIf)(?:<[^\n]*>)?(?:\([^\n]*\)|\([\s\S]*?\n[ ]*[\])]+))?\(\s*"((?:[^"\\\n]|\\.)+)",/gm;

/** The titles of the tests in a file that are run where they can be. */
const titlesIn = (code: string): string[] =>
  [...code.matchAll(TITLE)].map(([, title]) => JSON.parse(`"${title}"`) as string);

describe("the conformance tables", () => {
  it("are written out in docs/conformance.md as they are", () => {
    expect(readFileSync("docs/conformance.md", "utf8")).toBe(conformanceMarkdown());
  });

  it.each(tables.map((one) => [one.title, one] as const))("%s: names tests that are there", (_title, { rows }) => {
    const named = rows.flatMap(({ tests = [] }) => tests);
    expect(named.length).toBeGreaterThan(10);
    for (const { file, name } of named) {
      expect(existsSync(file), file).toBe(true);
      expect(titlesIn(readFileSync(file, "utf8")), file).toContain(name);
    }
    for (const { measured } of rows) if (measured) expect(existsSync(measured.file), measured.file).toBe(true);
  });

  it("take a test for one by its title alone: no comment, no skipped test, no part of a title", () => {
    const code = `
      // it("only in a comment", () => {
      it.skip("skipped", () => {});
      test.skip("skipped too", () => {});
      it("is \\"quoted\\" whole", () => {});
      it.skipIf(isElsewhere)("runs where it can", () => {});
      it.each([
        ["a (", 1],
      ])("is of %s", () => {});
      expect("no title", () => {});`;
    expect(titlesIn(code)).toEqual(['is "quoted" whole', "runs where it can", "is of %s"]);
  });

  it.each(tables.map((one) => [one.title, one] as const))(
    "%s: says of each requirement once what it is",
    (_title, { rows }) => {
      const said: number[] = rows.flatMap(({ ids }) => expandIds(ids) as number[]);
      expect(new Set(said).size).toBe(said.length);
    },
  );

  // The lists are not part of the project: without them beside it nothing can be compared, and the report says so.
  it.skipIf(!existsSync(requirements)).each(tables.map((one) => [one.title, one] as const))(
    "%s: leaves out no requirement of the list",
    (_title, { requirements: list, rows }) => {
      const known = JSON.parse(readFileSync(join(requirements, list), "utf8")) as { requirements: { ID: string }[] };
      const said = new Set(rows.flatMap(({ ids }) => expandIds(ids) as number[]));
      const missing = known.requirements.map(({ ID }) => Number(ID)).filter((id) => !said.has(id));
      expect(missing).toEqual([]);
      expect(said.size).toBe(known.requirements.length);
    },
  );
});
