import { expect, it } from "vitest";
import { keepDemoApart } from "@/lib/services/keep-demo-apart";
import { describeHouse } from "@/lib/services/test-suite";

describeHouse("a database", ({ house }) => {
  it("may leave the demo, and then never comes back to it", async () => {
    await keepDemoApart({ ...house, isDemo: true });
    await keepDemoApart({ ...house, isDemo: false });
    await keepDemoApart({ ...house, isDemo: false });
    await expect(keepDemoApart({ ...house, isDemo: true })).rejects.toThrow("served outside the demo");
  });
});
