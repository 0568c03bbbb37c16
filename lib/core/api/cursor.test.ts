import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCursor, encodeCursor } from "@/lib/core/api/cursor";

describe("a cursor", () => {
  it("names the place it was made of", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }),
        fc.uuid(),
        (at, id) => {
          const place = { at: at.toISOString(), id };
          expect(decodeCursor(encodeCursor(place))).toEqual(place);
          expect(encodeURIComponent(encodeCursor(place))).toBe(encodeCursor(place));
        },
      ),
    );
  });

  it("is refused where it was not handed out", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(decodeCursor(text)).toBeNull();
      }),
    );
  });
});
