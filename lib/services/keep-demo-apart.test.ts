import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabases } from "@/lib/io/database/test-database";
import { keepDemoApart } from "@/lib/services/keep-demo-apart";
import { openTestHouse, type TestHouse } from "@/lib/services/test-house";

describe.each(testDatabases)("a database, $kind", ({ open }) => {
  let opened: TestDatabase;
  let house: TestHouse;
  beforeAll(async () => {
    if (!open) return;
    opened = await open();
    house = await openTestHouse(opened);
  });
  afterAll(async () => opened?.close());

  it.skipIf(!open)("may leave the demo, and then never comes back to it", async () => {
    await keepDemoApart({ ...house, isDemo: true });
    await keepDemoApart({ ...house, isDemo: false });
    await keepDemoApart({ ...house, isDemo: false });
    await expect(keepDemoApart({ ...house, isDemo: true })).rejects.toThrow("served outside the demo");
  });
});
