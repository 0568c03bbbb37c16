import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect, it } from "vitest";
import { inRounds } from "@/lib/services/in-rounds";

const turn = () => new Promise((done) => setImmediate(done));
const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

describe("calls in rounds", () => {
  it("go together where they come together, and those that come meanwhile go in the next", async () => {
    const rounds: string[][] = [];
    const ends: (() => void)[] = [];
    const call = inRounds<string>(async (take) => {
      rounds.push([...take()]);
      await new Promise<void>((end) => ends.push(end));
    }, 10_000);
    call("a");
    call("b");
    await turn();
    call("c");
    call("d");
    await turn();
    expect(rounds).toEqual([["a", "b"]]);
    ends[0]?.();
    await turn();
    await turn();
    expect(rounds).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
    ends[1]?.();
  });

  it("come along until the round takes them", async () => {
    const rounds: string[][] = [];
    const call = inRounds<string>(async (take) => {
      await sleep(5);
      rounds.push([...take()]);
    }, 10_000);
    call("a");
    await turn();
    call("b");
    await sleep(20);
    expect(rounds).toEqual([["a", "b"]]);
  });

  it("do not wait longer than their patience for a round that hangs", async () => {
    const rounds: string[][] = [];
    const call = inRounds<string>(async (take) => {
      rounds.push([...take()]);
      if (rounds.length === 1) await new Promise(() => {});
    }, 20);
    call("a");
    await turn();
    call("b");
    await sleep(60);
    expect(rounds).toEqual([["a"], ["b"]]);
    call("c");
    await turn();
    expect(rounds).toEqual([["a"], ["b"], ["c"]]);
  });

  it("are done for the first of their own round, not for whoever began", async () => {
    const asker = new AsyncLocalStorage<string>();
    const doneFor: (string | undefined)[] = [];
    const ends: (() => void)[] = [];
    const call = inRounds<string>(async (take) => {
      take();
      doneFor.push(asker.getStore());
      await new Promise<void>((end) => ends.push(end));
    }, 10_000);
    asker.run("a", () => call("a"));
    await turn();
    asker.run("b", () => call("b"));
    asker.run("c", () => call("c"));
    ends[0]?.();
    await turn();
    await turn();
    expect(doneFor).toEqual(["a", "b"]);
    ends[1]?.();
  });

  it("are at most so many in one", async () => {
    const sizes: number[] = [];
    const call = inRounds<number>(async (take) => void sizes.push(take().length), 10_000);
    for (let at = 0; at < 450; at++) call(at);
    await sleep(20);
    expect(sizes).toEqual([200, 200, 50]);
  });
});
