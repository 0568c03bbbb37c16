import { describe, expect, it } from "vitest";
import { takesGzip } from "@/app/_adapters/takes-gzip";

describe("whether a reader takes gzip", () => {
  it.each(["gzip", "gzip, deflate, br, zstd", "br;q=1.0, GZIP;q=0.5", "deflate,gzip; q=0.001"])("yes: %s", (header) => {
    expect(takesGzip(header)).toBe(true);
  });

  it.each([undefined, "", "br", "identity", "gzip;q=0", "gzip; q=0.000, br", "x-gzip-like"])("no: %s", (header) => {
    expect(takesGzip(header)).toBe(false);
  });
});
