import { test } from "@playwright/test";

/**
 * Adds up how long a person waits: from each act to the moment its result can be seen. Told beside the journey's
 * result, never asserted: how fast a machine is, is not whether the product works.
 */
export class Stopwatch {
  private readonly waitedMs: number[] = [];

  /** Does something and waits for what should come of it. */
  async time(act: () => Promise<unknown>, seen: () => Promise<unknown>): Promise<void> {
    const from = performance.now();
    await act();
    await seen();
    this.add(performance.now() - from);
  }

  /** A wait that was measured elsewhere, ms. */
  add(ms: number): void {
    this.waitedMs.push(ms);
  }

  tell(journey: string): void {
    const total = this.waitedMs.reduce((sum, one) => sum + one, 0) / 1000;
    const each = this.waitedMs.map((one) => Math.round(one)).join(", ");
    const said = `${journey}: ${this.waitedMs.length} acts, ${total.toFixed(2)} s of waiting in total (${each} ms)`;
    test.info().annotations.push({ type: "waiting", description: said });
    console.log(said);
  }
}
