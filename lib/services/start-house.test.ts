import { expect, it } from "vitest";
import { closeInTurn } from "@/lib/services/start-house";

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

it("closes the house when everybody who works for it has ended, also where one of them fails", async () => {
  const closed: string[] = [];
  const training = {
    close: async () => {
      await sleep(20);
      closed.push("training");
    },
  };
  const broken = {
    close: () => {
      throw new Error("already closed");
    },
  };
  const feed = { close: () => void closed.push("feed") };
  await closeInTurn([training, broken, feed], { close: async () => void closed.push("house") });
  expect(closed).toEqual(["feed", "training", "house"]);
});
