import { describe, expect, it } from "vitest";
import { featureTableHash } from "@/lib/core/features/feature-table-hash";

describe("featureTableHash", () => {
  it("is a SHA-256 of the table", () => {
    expect(featureTableHash()).toMatch(/^[0-9a-f]{64}$/);
  });
});
