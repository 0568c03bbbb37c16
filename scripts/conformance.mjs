// Writes docs/conformance.md from the tables in docs/conformance: node scripts/conformance.mjs
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const docs = join(dirname(dirname(fileURLToPath(import.meta.url))), "docs");

/** "1, 3-5" as numbers. */
export function expandIds(ids) {
  return ids.split(",").flatMap((part) => {
    const [from, to = from] = part.trim().split("-").map(Number);
    return Array.from({ length: to - from + 1 }, (_, step) => from + step);
  });
}

export function readTables() {
  const folder = join(docs, "conformance");
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return files.sort().map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
}

const cell = (text) => text.replaceAll("|", "\\|");
const evidence = ({ tests = [], measured, why, note }) =>
  [
    ...tests.map(({ file, name }) => `\`${file}\`: ${name}`),
    measured && `measured with \`${measured.command}\` (\`${measured.file}\`): ${measured.bar}`,
    why,
    note,
  ]
    .filter((part) => part !== undefined)
    .map(cell)
    .join("<br>");

function tableOf({ title, role, requirements, specification, rows }) {
  const count = (status) =>
    rows.filter((row) => row.status === status).reduce((sum, { ids }) => sum + expandIds(ids).length, 0);
  const lines = rows.map(
    (row) => `| ${row.ids.replaceAll("-", "–")} | ${cell(row.about)} | ${row.status} | ${evidence(row)} |`,
  );
  return [
    `## ${title}`,
    `Our role: ${role}. <${specification}>. Ids are those of \`${requirements}\`: ${count("met")} met, ${count("not applicable")} not applicable, ${count("not met")} not met.`,
    ["| ids | what it is about | status | test, or why not |", "|---|---|---|---|", ...lines].join("\n"),
  ].join("\n\n");
}

export function conformanceMarkdown() {
  return `${[
    "# Conformance",
    "Which requirements of the standards Wardlight speaks are met in its role, and by which test. Written by `node scripts/conformance.mjs` from the tables in `docs/conformance`; `conformance.test.ts` checks that every id of the requirement lists is in a table once and that every test named here is there under that title and not skipped.",
    ...readTables().map(tableOf),
  ].join("\n\n")}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  writeFileSync(join(docs, "conformance.md"), conformanceMarkdown());
