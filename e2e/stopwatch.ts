import { test } from "@playwright/test";

/**
 * Adds up how long a person waits: from each act to the moment its result can be seen. Told beside the journey's
 * result, never asserted: how fast a machine is, is not whether the product works.
 */
export class Stopwatch {
  private waitedMs = 0;
  private acts = 0;

  /** Does something and waits for what should come of it. */
  async time(act: () => Promise<unknown>, seen: () => Promise<unknown>): Promise<void> {
    const from = performance.now();
    await act();
    await seen();
    this.waitedMs += performance.now() - from;
    this.acts += 1;
  }

  tell(journey: string): void {
    const said = `${journey}: ${this.acts} acts, ${(this.waitedMs / 1000).toFixed(2)} s of waiting in total`;
    test.info().annotations.push({ type: "waiting", description: said });
    console.log(said);
  }
}
