import { describe, expect, it } from "vitest";
import { afterFailure, afterSuccess, CLOSED, isOnTrial, isPaused, pausedFor } from "@/lib/core/feed/circuit";

const failed = (times: number, from = CLOSED) =>
  Array.from({ length: times }).reduce<typeof CLOSED>((circuit) => afterFailure(circuit, 0, 1), from);

describe("the circuit breaker", () => {
  it("opens at the tenth failure in a row, and one answer closes it", () => {
    expect(isPaused(failed(9), 0)).toBe(false);
    expect(failed(10)).toEqual({ failures: 10, pausedUntil: 30_000 });
    expect(isPaused(failed(10), 29_999)).toBe(true);
    expect(isOnTrial(failed(10), 29_999)).toBe(false);
    expect(isOnTrial(failed(10), 30_000)).toBe(true);
    expect(afterSuccess()).toEqual(CLOSED);
  });

  it("does not count what was under way when it opened, and pauses longer each time a trial fails", () => {
    expect(failed(50)).toEqual(failed(10));
    const second = afterFailure(failed(10), 30_000, 1);
    expect(second).toEqual({ failures: 11, pausedUntil: 90_000 });
    let circuit = second;
    for (let n = 0; n < 40; n++) circuit = afterFailure(circuit, circuit.pausedUntil ?? 0, 1);
    const before = circuit.pausedUntil ?? 0;
    expect((afterFailure(circuit, before, 1).pausedUntil ?? 0) - before).toBe(600_000);
  });

  it("leaves the server alone as long as it asks for, within an hour", () => {
    expect(pausedFor(CLOSED, 1000, 60_000).pausedUntil).toBe(61_000);
    expect(pausedFor(CLOSED, 0, 10 ** 12).pausedUntil).toBe(3_600_000);
    expect(pausedFor(failed(10), 0, 5).pausedUntil).toBe(30_000);
  });
});
