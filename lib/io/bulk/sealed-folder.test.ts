import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { PatientSpool, partitionsFor } from "@/lib/io/bulk/patient-spool";
import { SealedFolder } from "@/lib/io/bulk/sealed-folder";

const scratch = mkdtempSync(join(tmpdir(), "wardlight-sealed-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const read = (folder: SealedFolder, name: string): string =>
  [...folder.pieces(name)].map((piece) => piece.toString()).join("|");

describe("files of an import", () => {
  it("come back piece by piece, and nobody but the owner can open or read them", () => {
    const directory = join(scratch, "a");
    const folder = new SealedFolder(directory, Buffer.alloc(32, 1));
    folder.append("one", Buffer.from("Mrs Nightingale"));
    const second = folder.append("one", Buffer.from("Ward 4"));
    expect(read(folder, "one")).toBe("Mrs Nightingale|Ward 4");
    expect(folder.piece("one", second).toString()).toBe("Ward 4");
    expect(read(folder, "none")).toBe("");
    expect([folder.plainBytes("one"), folder.plainBytes("none")]).toEqual([21, 0]);
    expect(statSync(join(directory, "one")).mode & 0o777).toBe(0o600);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(directory, "one")).toString("latin1")).not.toContain("Nightingale");
    // Another run with the same key goes on where the file ends.
    const again = new SealedFolder(directory, Buffer.alloc(32, 1));
    again.append("one", Buffer.from("more"));
    expect(read(again, "one")).toBe("Mrs Nightingale|Ward 4|more");
    again.removeAll();
    expect(readdirSync(scratch)).not.toContain("a");
  });

  it("do not open under another key, in another place, altered or cut short", () => {
    const directory = join(scratch, "b");
    const folder = new SealedFolder(directory);
    folder.append("one", Buffer.from("text"));
    expect(() => read(new SealedFolder(directory), "one")).toThrow("was altered");
    const bytes = readFileSync(join(directory, "one"));
    writeFileSync(join(directory, "cut"), bytes.subarray(0, bytes.length - 1));
    expect(() => read(folder, "cut")).toThrow("ends too early");
    expect(folder.plainBytes("cut")).toBeNull();
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
    writeFileSync(join(directory, "one"), bytes);
    expect(() => read(folder, "one")).toThrow("was altered");
    folder.append("two", Buffer.from("text"));
    renameSync(join(directory, "two"), join(directory, "three"));
    expect(() => read(folder, "three")).toThrow("was altered");
  });
});

describe("records of many patients", () => {
  it("come back by patient in the order they were added, each in the same part every time", () => {
    const records = Array.from({ length: 5_000 }, (_, at) => [`p "${at % 700}" é`, `{"n":${at}}`] as const);
    const wherever = [7, 7].map((partitions, run) => {
      const spool = new PatientSpool(new SealedFolder(join(scratch, `spool-${run}`)), partitions);
      for (const [id, text] of run === 0 ? records : [...records].reverse()) spool.add(id, "resource", text);
      spool.finish();
      return Array.from({ length: partitions }, (_, partition) => spool.read(partition));
    });
    const [forward = [], backward = []] = wherever;
    expect(forward.map((part) => [...part.keys()].sort())).toEqual(backward.map((part) => [...part.keys()].sort()));
    const all = new Map(forward.flatMap((part) => [...part]));
    expect(all.size).toBe(700);
    expect(all.get('p "3" é')?.map(({ text }) => text)).toEqual(
      records.filter(([id]) => id === 'p "3" é').map(([, text]) => text),
    );
  });

  it("are spread over as many parts as keep each small, and no more than a file system likes", () => {
    expect(partitionsFor(0)).toBe(1);
    expect(partitionsFor(100 << 20)).toBe(13);
    expect(partitionsFor(1e15)).toBe(1024);
  });
});
