import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { askOwner, type OwnerReply, serveOwner } from "@/lib/io/owner-socket";

const scratch = mkdtempSync(join(tmpdir(), "wardlight-owner-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const request = { verb: "say-back", operator: "test", input: { words: ["é", "ß"] } };
const sayBack = async ({ input }: { input?: unknown }): Promise<OwnerReply> => ({ ok: true, output: input });

describe("the owner's socket", () => {
  it("answers whoever may open it, which is its owner alone, and leaves nothing behind", async () => {
    const directory = mkdtempSync(join(scratch, "d"));
    expect(await askOwner(directory, request)).toBeNull();
    const server = await serveOwner(directory, sayBack);
    expect(statSync(join(directory, "owner.sock")).mode & 0o777).toBe(0o600);
    expect(await askOwner(directory, request)).toEqual({ ok: true, output: request.input });
    server.close();
    expect(existsSync(join(directory, "owner.sock"))).toBe(false);
    expect(await askOwner(directory, request)).toBeNull();
  });

  it("carries large requests, several at once", async () => {
    const directory = mkdtempSync(join(scratch, "d"));
    const server = await serveOwner(directory, sayBack);
    const input = { words: ["x".repeat(5_000_000)] };
    const replies = await Promise.all([1, 2, 3].map(() => askOwner(directory, { ...request, input })));
    expect(replies.every((reply) => JSON.stringify(reply) === JSON.stringify({ ok: true, output: input }))).toBe(true);
    server.close();
  });

  it("works where the directory's path is longer than a socket's may be", async () => {
    const directory = join(scratch, "long".repeat(30), "deep".repeat(20));
    mkdirSync(directory, { recursive: true });
    const server = await serveOwner(directory, sayBack);
    expect(existsSync(join(directory, "owner.sock"))).toBe(true);
    expect(await askOwner(directory, request)).toEqual({ ok: true, output: request.input });
    server.close();
  });

  it("refuses what is no request and goes on answering", async () => {
    const directory = mkdtempSync(join(scratch, "d"));
    const server = await serveOwner(directory, sayBack);
    expect(await askOwner(directory, { ...request, verb: "" })).toMatchObject({
      ok: false,
      error: { code: "bad-input" },
    });
    const garbage = createConnection(join(directory, "owner.sock"));
    garbage.end("not JSON");
    await once(garbage, "close");
    expect(await askOwner(directory, request)).toMatchObject({ ok: true });
    server.close();
  });

  it("takes a socket left behind by a killed process for nobody, and replaces it", async () => {
    const directory = mkdtempSync(join(scratch, "d"));
    const path = join(directory, "owner.sock");
    const script = `require("node:net").createServer().listen(${JSON.stringify(path)}, () => console.log("up"))`;
    const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
    expect(existsSync(path)).toBe(true);
    expect(await askOwner(directory, request)).toBeNull();
    const server = await serveOwner(directory, sayBack);
    expect(await askOwner(directory, request)).toMatchObject({ ok: true });
    server.close();
  });
});
