import { expect, it } from "vitest";
import { oldestOf } from "@/lib/io/fhir-source";

it("tells the oldest of more files than a function takes arguments", () => {
  const files = Array.from({ length: 200_000 }, (_, at) => ({ writtenMs: 1_000_000 - at }));
  expect(oldestOf(files).getTime()).toBe(800_001);
});
