import { setTimeout as pause } from "node:timers/promises";

/**
 * Shared between a thread and whoever may end it. A thread that is ended while the ONNX runtime works for it takes the
 * whole process with it (the runtime throws where nothing can catch it), so it is ended only outside of that.
 */
export type NativeLatch = Int32Array;

const INSIDE = 0;
const STOP = 1;
const LOOK_MS = 10;

export const makeNativeLatch = (): NativeLatch => new Int32Array(new SharedArrayBuffer(8));

/** In the thread: work that must not be ended in the middle. Does not begin, and never settles, once the thread is to end. */
export async function insideNative<T>(latch: NativeLatch, work: () => Promise<T>): Promise<T> {
  Atomics.store(latch, INSIDE, 1);
  try {
    if (Atomics.load(latch, STOP) === 0) return await work();
  } finally {
    Atomics.store(latch, INSIDE, 0);
  }
  return new Promise<never>(() => {});
}

/** Outside the thread: from when this settles it may be ended. */
export async function awaitOutside(latch: NativeLatch): Promise<void> {
  Atomics.store(latch, STOP, 1);
  while (Atomics.load(latch, INSIDE) === 1) await pause(LOOK_MS);
}
