import { expect, it } from "vitest";
import { awaitOutside, insideNative, makeNativeLatch } from "@/lib/io/native-latch";

const settled = async (promise: Promise<unknown>): Promise<boolean> =>
  Promise.race([promise.then(() => true), new Promise<boolean>((done) => setTimeout(() => done(false), 50))]);

it("lets a thread be ended at once where the runtime does not work for it", async () => {
  expect(await settled(awaitOutside(makeNativeLatch()))).toBe(true);
});

it("waits for what the runtime has begun, whether that ends well or not", async () => {
  for (const end of [() => 1, () => Promise.reject(new Error("it did not"))]) {
    const latch = makeNativeLatch();
    let go = (): void => {};
    const working = insideNative(latch, () => new Promise<void>((done) => (go = done)).then(end)).catch(() => 0);
    const outside = awaitOutside(latch);
    expect(await settled(outside)).toBe(false);
    go();
    await working;
    expect(await settled(outside)).toBe(true);
  }
});

it("begins nothing more once the thread is to end", async () => {
  const latch = makeNativeLatch();
  await awaitOutside(latch);
  let began = false;
  const later = insideNative(latch, async () => {
    began = true;
  });
  expect(await settled(later)).toBe(false);
  expect(began).toBe(false);
});
