import { describe, expect, it } from "vitest";
import { allowedSpanFields, type SpanFields } from "@/lib/core/operations/span-fields";

describe("what a span may say", () => {
  it("keeps routes, codes and counts", () => {
    const fields: SpanFields = { "http.route": "/stays/[id]", "wardlight.verb": "read-stay", "wardlight.stays": 3 };
    expect(allowedSpanFields(fields)).toEqual(fields);
  });

  it("leaves out what is not on the list, and words where a code belongs", () => {
    const odd = { "url.full": "/stays/Zyxwvu", "error.type": "Zyxwvu, born 1937", "wardlight.stays": Number.NaN };
    expect(allowedSpanFields(odd as SpanFields)).toEqual({});
  });
});
