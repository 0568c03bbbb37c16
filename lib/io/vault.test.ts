import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openVault } from "@/lib/io/vault";

const vault = openVault(Buffer.alloc(32, 1));

describe("the vault", () => {
  it("gives back exactly what was sealed", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(vault.open(vault.seal(value, "a"), "a")).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("never seals the same twice alike, and shows nothing of what it holds", () => {
    const [one, two] = [vault.seal("Ada Testcase", "a"), vault.seal("Ada Testcase", "a")];
    expect(one.equals(two)).toBe(false);
    expect(one.toString("latin1")).not.toContain("Testcase");
  });

  it("does not open elsewhere, with another key, or after one bit was changed", () => {
    const sealed = vault.seal({ a: 1 }, "patients/1");
    expect(() => vault.open(sealed, "patients/2")).toThrow("could not be decrypted");
    expect(() => openVault(Buffer.alloc(32, 2)).open(sealed, "patients/1")).toThrow("could not be decrypted");
    for (let at = 0; at < sealed.length; at++) {
      const altered = Buffer.from(sealed);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(() => vault.open(altered, "patients/1")).toThrow("could not be decrypted");
    }
  });

  it("fingerprints equal texts alike, and only under the same key", () => {
    expect(vault.fingerprint("x")).toBe(openVault(Buffer.alloc(32, 1)).fingerprint("x"));
    expect(vault.fingerprint("x")).not.toBe(openVault(Buffer.alloc(32, 2)).fingerprint("x"));
  });
});
