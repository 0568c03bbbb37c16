import { AsyncLocalStorage } from "node:async_hooks";

/** Most calls in one round. */
const MOST = 200;

/**
 * Calls that come at the same moment, or while a round is under way, go together in the next round. `run` takes those
 * that wait when it is ready for them, which may be later than it is started; it must settle them all and not throw.
 * Nobody waits longer than `patienceMs` for a round that is not theirs: the next is started beside it. Each that is
 * under way already doubles that wait: where it is the processor that everybody waits for, more rounds at once make
 * nobody faster, and each would hold a database connection that the others then wait for. A round is part of what the
 * first of its own calls is done for (request, trace), not of what the round before it was for.
 */
export function inRounds<Call>(
  run: (take: () => readonly Call[]) => Promise<void>,
  patienceMs: number,
): (call: Call) => void {
  const waiting: { readonly call: Call; readonly within: ReturnType<typeof AsyncLocalStorage.snapshot> }[] = [];
  let isStarting = false;
  let isUnderWay = false;
  let roundsUnderWay = 0;
  const take = (): readonly Call[] => waiting.splice(0, MOST).map(({ call }) => call);
  function start(): void {
    isStarting = false;
    const [first] = waiting;
    if (first === undefined) return;
    isUnderWay = true;
    roundsUnderWay += 1;
    let isOver = false;
    const next = (): void => {
      if (isOver) return;
      isOver = true;
      isUnderWay = false;
      soon();
    };
    const timer = setTimeout(next, patienceMs * 2 ** (roundsUnderWay - 1));
    void first.within(run, take).finally(() => {
      roundsUnderWay -= 1;
      clearTimeout(timer);
      next();
    });
  }
  /** After what the process has already been sent was read: everybody who asked by now comes along. */
  function soon(): void {
    if (isStarting || isUnderWay || waiting.length === 0) return;
    isStarting = true;
    setImmediate(start);
  }
  return (call) => {
    waiting.push({ call, within: AsyncLocalStorage.snapshot() });
    soon();
  };
}
