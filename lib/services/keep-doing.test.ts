import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openLog } from "@/lib/io/log";
import { keepDoing } from "@/lib/services/keep-doing";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const log = openLog("silent");
const times = { everyMs: 20_000, firstMs: 2_000, wokenMs: 1_000, failure: "not done" };
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

it("is done by the clock, also after a failure, and sooner where it is woken, once for all who wake it", async () => {
  const work = vi.fn(async () => {}).mockRejectedValueOnce(new Error("not this time"));
  const kept = keepDoing(log, { work, ...times });
  await pass(2_000);
  expect(work).toHaveBeenCalledTimes(1);
  await pass(20_000);
  expect(work).toHaveBeenCalledTimes(2);
  for (let n = 0; n < 5; n++) kept.wake();
  await pass(999);
  expect(work).toHaveBeenCalledTimes(2);
  await pass(1);
  expect(work).toHaveBeenCalledTimes(3);
  await kept.close();
});

it("is never done twice at once, once more where it is woken meanwhile, and closing waits for what is under way", async () => {
  let finish = (): void => {};
  const work = vi.fn((_closing: AbortSignal) => new Promise<void>((done) => (finish = done)));
  const kept = keepDoing(log, { work, ...times });
  await pass(2_000);
  kept.wake();
  await pass(60_000);
  expect(work).toHaveBeenCalledTimes(1);
  finish();
  await pass(1_000);
  expect(work).toHaveBeenCalledTimes(2);
  const closed = vi.fn();
  void kept.close().then(closed);
  await pass(60_000);
  expect([work.mock.calls[1]?.[0].aborted, closed.mock.calls.length]).toEqual([true, 0]);
  finish();
  await pass(0);
  expect(closed).toHaveBeenCalledOnce();
  kept.wake();
  await pass(60_000);
  expect(work).toHaveBeenCalledTimes(2);
});
