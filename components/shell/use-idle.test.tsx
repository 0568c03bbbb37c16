// @vitest-environment jsdom
import { act, cleanup, fireEvent, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keepLastUse } from "@/components/shell/other-tabs";
import { useIdle } from "@/components/shell/use-idle";

const MINUTE = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-03-10T09:00:00Z") });
});
afterEach(() => {
  cleanup();
  localStorage.clear();
  vi.useRealTimers();
});

function watch(keep = vi.fn(async (_agoMs: number) => true)) {
  const actions = { keep, leave: vi.fn(), startOver: vi.fn() };
  const { result } = renderHook(() => useIdle("u1", actions));
  return { ...actions, result };
}
const pass = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)));

describe("a page that watches whether it is used", () => {
  it("warns at 13 minutes and is over at 15, once", async () => {
    const { result, leave } = watch();
    await pass(13 * MINUTE - 1000);
    expect(result.current.phase).toEqual({ kind: "in-use" });
    await pass(1000);
    expect(result.current.phase).toEqual({ kind: "warning", secondsLeft: 120 });
    await pass(5 * MINUTE);
    expect(result.current.phase).toEqual({ kind: "over" });
    expect(leave.mock.calls).toEqual([["idle"]]);
  });

  it("tells the server once a minute of use, and how long ago it was", async () => {
    const { keep } = watch();
    await pass(30_000);
    fireEvent.keyDown(window, { key: "j" });
    expect(keep).not.toHaveBeenCalled();
    await pass(30_000);
    expect(keep.mock.calls).toEqual([[30_000]]);
    await pass(5 * MINUTE);
    expect(keep).toHaveBeenCalledTimes(1);
  });

  it("does not pass off use from before the machine slept as recent", async () => {
    const { keep, result } = watch();
    await pass(30_000);
    fireEvent.keyDown(window, { key: "j" });
    // Asleep: no timer ran, and the clock went on.
    vi.setSystemTime(new Date("2026-03-10T09:12:00Z"));
    await pass(1000);
    expect(keep).not.toHaveBeenCalled();
    expect(result.current.phase.kind).toBe("in-use");
  });

  it("counts keys, clicks, wheels and touches, and not where the mouse lies", async () => {
    for (const use of [fireEvent.keyDown, fireEvent.pointerDown, fireEvent.wheel, fireEvent.touchStart]) {
      const { result } = watch();
      await pass(12 * MINUTE);
      use(window);
      await pass(2 * MINUTE);
      expect(result.current.phase.kind).toBe("in-use");
      cleanup();
      localStorage.clear();
    }
    const { result } = watch();
    await pass(12 * MINUTE);
    fireEvent.pointerMove(window);
    fireEvent.mouseMove(window);
    await pass(MINUTE);
    expect(result.current.phase.kind).toBe("warning");
  });

  it("takes no key for an answer once it warns; only staying is one", async () => {
    const { result, keep } = watch();
    await pass(14 * MINUTE);
    fireEvent.keyDown(window, { key: "j" });
    await pass(1000);
    expect(result.current.phase.kind).toBe("warning");
    await act(() => result.current.stay());
    expect(keep.mock.calls.at(-1)).toEqual([0]);
    expect(result.current.phase).toEqual({ kind: "in-use" });
    await pass(13 * MINUTE);
    expect(result.current.phase.kind).toBe("warning");
  });

  it("stays warned where nobody answers, and leaves where the session is over elsewhere", async () => {
    const keep = vi.fn<(agoMs: number) => Promise<boolean>>();
    const { result, leave } = watch(
      keep.mockRejectedValueOnce(new TypeError("Failed to fetch")).mockResolvedValue(false),
    );
    await pass(14 * MINUTE);
    await act(() => expect(result.current.stay()).rejects.toThrow(TypeError));
    expect(result.current.phase.kind).toBe("warning");
    await act(() => result.current.stay());
    expect(leave.mock.calls).toEqual([["ended"]]);
    expect(result.current.phase).toEqual({ kind: "over" });
  });

  it("finds on waking what another tab was used for while it slept", async () => {
    const { result, leave } = watch();
    await pass(1000);
    vi.setSystemTime(Date.now() + 40 * MINUTE);
    keepLastUse(Date.now() - 2 * MINUTE);
    await pass(1000);
    expect(result.current.phase).toEqual({ kind: "in-use" });
    expect(leave).not.toHaveBeenCalled();
  });

  it("is over on waking where nobody used anything", async () => {
    const { result, leave } = watch();
    vi.setSystemTime(Date.now() + 40 * MINUTE);
    await pass(1000);
    expect(result.current.phase).toEqual({ kind: "over" });
    expect(leave.mock.calls).toEqual([["idle"]]);
  });
});
