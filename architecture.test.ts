import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

/** Where a file lives decides what it may import. First match wins; imports only point down. */
const LAYERS: readonly { readonly folder: string; readonly may: readonly string[] }[] = [
  { folder: "lib/core", may: ["lib/core"] },
  { folder: "lib/io", may: ["lib/io", "lib/core"] },
  { folder: "lib/services", may: ["lib/services", "lib/io", "lib/core"] },
  { folder: "lib/jobs", may: ["lib/jobs", "lib/services", "lib/core"] },
  { folder: "lib/cli", may: ["lib/cli", "lib/services", "lib/io", "lib/core"] },
  { folder: "components/ui", may: ["components/ui", "components/charts"] },
  { folder: "components/charts", may: ["components/ui", "components/charts", "lib/core"] },
  { folder: "components", may: ["components/ui", "components/charts", "lib/core"] },
  { folder: "app/_adapters", may: ["app/_adapters", "lib/services", "lib/io/session", "lib/core"] },
  { folder: "app", may: ["app", "components", "lib/services", "lib/core"] },
];

/** Packages that pure code may use: they compute and touch nothing. */
const PURE_PACKAGES = ["zod", "onnx-proto", "node:crypto", "fhir/r4"];

/** What pure code may never reach for: the clock, chance, the environment, the network. */
const IMPURE = [/\bDate\.now\(/, /\bnew Date\(\)/, /\bMath\.random\(/, /\bprocess\.(env|cwd|argv)\b/, /\bfetch\(/];

const root = resolve(import.meta.dirname);

const sources = ["app", "components", "lib"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name))),
);

const sourceSet = new Set(sources);

function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), "utf8"), true, true);
  return importedFiles.map(({ fileName }) => {
    if (fileName.startsWith("@/")) return fileName.slice(2);
    return fileName.startsWith(".") ? relative(root, resolve(root, file, "..", fileName)) : fileName;
  });
}

const isUnder = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
const isOurs = (path: string): boolean => ["app", "components", "lib"].some((folder) => isUnder(path, folder));

/** What a file asks for when it runs: imports of types alone are gone by then. */
function loadedBy(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8").replace(/^(import|export) type [^;]*;/gms, "");
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => (fileName.startsWith("@/") ? fileName.slice(2) : fileName));
}

/** The way from a file that runs in a browser to one of Node's own modules, or null. A verb's door ends it. */
function wayToNode(file: string, seen: Set<string>): string[] | null {
  if (seen.has(file)) return null;
  seen.add(file);
  if (/^"use server"/.test(readFileSync(join(root, file), "utf8"))) return null;
  for (const target of loadedBy(file)) {
    if (target.startsWith("node:")) return [file, target];
    const source = [`${target}.ts`, `${target}.tsx`].find((path) => sourceSet.has(path));
    const way = source === undefined ? null : wayToNode(source, seen);
    if (way) return [file, ...way];
  }
  return null;
}

/** One area of components is one folder below `components`; areas never import each other. */
function areaOf(path: string): string | undefined {
  return /^components\/([^/]+)\//.exec(`${path}/`)?.[1];
}

/** Every import of `file` that the table forbids, in words. */
function violations(file: string, imports: readonly string[]): string[] {
  const layer = LAYERS.find(({ folder }) => isUnder(file, folder));
  if (!layer) return [`${file} lives in no known layer`];
  return imports.flatMap((target) => {
    if (!isOurs(target)) {
      const pure = layer.folder !== "lib/core" || PURE_PACKAGES.some((name) => isUnder(target, name));
      return pure ? [] : [`${file} imports ${target}, which is not a pure package`];
    }
    const allowed = layer.may.some((folder) => isUnder(target, folder));
    const ownArea = layer.folder === "components" && areaOf(file) !== undefined && areaOf(file) === areaOf(target);
    return allowed || ownArea ? [] : [`${file} may not import ${target}`];
  });
}

describe("architecture", () => {
  it("has sources to judge", () => {
    expect(sources.length).toBeGreaterThan(20);
  });

  it.each([
    ["lib/core/a.ts", "lib/io/log"],
    ["lib/core/a.ts", "node:fs"],
    ["lib/io/a.ts", "lib/services/verb"],
    ["components/patient/a.tsx", "components/worklist/row"],
    ["components/ui/a.tsx", "lib/core/fault"],
    ["app/page.tsx", "lib/io/database/open"],
    ["app/_adapters/a.ts", "lib/io/database/open"],
  ])("would refuse %s importing %s", (file, target) => {
    expect(violations(file, [target])).toHaveLength(1);
  });

  it("lets imports only point down", () => {
    expect(sources.flatMap((file) => violations(file, importsOf(file)))).toEqual([]);
  });

  it("keeps lib/core free of clock, chance, environment and network", () => {
    const found = sources
      .filter((file) => isUnder(file, "lib/core"))
      .flatMap((file) => {
        const text = readFileSync(join(root, file), "utf8");
        return IMPURE.filter((pattern) => pattern.test(text)).map((pattern) => `${file}: ${pattern}`);
      });
    expect(found).toEqual([]);
  });

  // One such import puts a third of a megabyte of stand-ins for Node's modules into every reader's browser.
  it("sends no module of Node's to a browser", () => {
    const isClient = (file: string) =>
      isUnder(file, "components") || /^"use client"/.test(readFileSync(join(root, file), "utf8"));
    const ways = sources.filter(isClient).map((file) => wayToNode(file, new Set())?.join(" → "));
    expect(ways.filter((way) => way !== undefined)).toEqual([]);
  });
});
