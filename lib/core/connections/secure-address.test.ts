import { describe, expect, it } from "vitest";
import { isSecureAddress } from "@/lib/core/connections/secure-address";

describe("an address for keys, tokens and patient data", () => {
  it("is https, or http that stays on this machine", () => {
    for (const good of ["https://ehr.example/fhir", "http://127.0.0.1:9/x", "http://localhost/x", "http://[::1]:8/"])
      expect(isSecureAddress(good)).toBe(true);
    for (const bad of [
      "http://ehr.example/fhir",
      "http://127.0.0.1.evil.example/",
      "http://localhost.evil.example/",
      "http://127.0.0.1@evil.example/",
      "https://user:secret@ehr.example/",
      "ftp://ehr.example/",
      "file:///etc/passwd",
      "not an address",
    ])
      expect(isSecureAddress(bad)).toBe(false);
  });
});
