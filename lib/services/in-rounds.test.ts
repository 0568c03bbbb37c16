import { AsyncLocalStorage } from "node:async_hooks";
import { afterEach, describe, expect, it, vi } from "vitest";
import { inRounds } from "@/lib/services/in-rounds";

const turn = () => new Promise((done) => setImmediate(done));
const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

describe("calls in rounds", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

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

  it("wait twice as long for each round that is under way already, and no longer once they have ended", async () => {
    vi.useFakeTimers();
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const call = inRounds<number>(async (take) => {
      begun.push(...take());
      await new Promise<void>((end) => ends.push(end));
    }, 40);
    for (let at = 0; at < 4; at++) {
      call(at);
      await vi.advanceTimersByTimeAsync(0);
    }
    // Each takes whoever waits by then.
    expect(begun).toEqual([0]);
    await vi.advanceTimersByTimeAsync(50);
    expect(begun).toEqual([0, 1, 2, 3]);
    call(4);
    await vi.advanceTimersByTimeAsync(60);
    expect(begun).toHaveLength(4);
    await vi.advanceTimersByTimeAsync(30);
    expect(begun).toHaveLength(5);
    for (const end of ends) end();
    call(5);
    await vi.advanceTimersByTimeAsync(0);
    expect(begun).toHaveLength(6);
  });

  it("are at most so many in one", async () => {
    const sizes: number[] = [];
    const call = inRounds<number>(async (take) => void sizes.push(take().length), 10_000);
    for (let at = 0; at < 450; at++) call(at);
    await sleep(20);
    expect(sizes).toEqual([200, 200, 50]);
  });
});
