import { afterAll, beforeAll, describe } from "vitest";
import { type TestDatabase, testDatabases, testRoot } from "@/lib/io/database/test-database";
import type { ServingModel } from "@/lib/services/house";
import { openServingModel } from "@/lib/services/serving-model";
import { openTestHouse, type TestHouse } from "@/lib/services/test-house";

/** What a suite is given. The first two are filled when its tests begin: read their fields in tests and hooks only. */
interface Given {
  readonly house: TestHouse;
  readonly opened: TestDatabase;
  readonly isServer: boolean;
  /** Opens another database of the same kind; who does so closes it. */
  readonly openAnother: () => Promise<TestDatabase>;
}

/** For tests only: a suite on both kinds of database, each with a house of its own, opened before it and closed after. */
export function describeHouse(title: string, suite: (given: Given) => void): void {
  describeOnBoth(title, undefined, suite);
}

/** The same where the house scores with the shipped model, whose fields too are there when the tests begin. */
export function describeScoringHouse(
  title: string,
  suite: (given: Given & { readonly model: ServingModel }) => void,
): void {
  const model = {} as ServingModel;
  describeOnBoth(title, model, (given) => suite({ ...given, model }));
}

function describeOnBoth(title: string, model: ServingModel | undefined, suite: (given: Given) => void): void {
  // Where that kind is not on this machine its tests are seen to be skipped.
  for (const { kind, open } of testDatabases)
    describe.skipIf(open === null)(`${title}, ${kind}`, () => {
      const openAnother = () => open?.() ?? Promise.reject(new Error("There is no such database here."));
      const opened = {} as TestDatabase;
      const house = {} as TestHouse;
      beforeAll(async () => {
        Object.assign(opened, await openAnother());
        if (model) Object.assign(model, await openServingModel(testRoot));
        await openTestHouse(opened, model, house);
      });
      afterAll(async () => {
        await model?.close?.();
        await opened.close?.();
      });
      suite({ house, opened, isServer: kind.startsWith("server"), openAnother });
    });
}
