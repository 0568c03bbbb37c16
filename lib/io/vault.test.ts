import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adoptKey, makeKeyring, withEarlierRetired, withNewDataKey, wrappedBy } from "@/lib/io/keyring";
import { isUnknownDataKey, openVault } from "@/lib/io/vault";

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

describe("a vault with a keyring", () => {
  const [firstKey, secondKey] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const started = (stored: string, ...keys: [Buffer, ...Buffer[]]) => {
    const [key, ...older] = keys;
    const made = openVault(key, older);
    made.takeKeyring(stored);
    return made;
  };

  it("opens after the environment's key was changed, and only while the older one is given", () => {
    const stored = openVault(firstKey).storeKeyring(makeKeyring());
    const sealed = started(stored, firstKey).seal("Ada", "a");
    expect(() => started(stored, secondKey)).toThrow("WARDLIGHT_ENCRYPTION_KEY is not the key");
    const both = started(stored, secondKey, firstKey);
    expect(both.open(sealed, "a")).toBe("Ada");
    expect(both.isUnderCurrentKey()).toBe(false);
    const rewrapped = both.storeKeyring(both.readKeyring(stored));
    expect(wrappedBy(rewrapped)).not.toBe(wrappedBy(stored));
    const after = started(rewrapped, secondKey);
    expect(after.isUnderCurrentKey()).toBe(true);
    expect(after.open(sealed, "a")).toBe("Ada");
    expect(after.deriveKey("audit-mac")).toEqual(started(stored, firstKey).deriveKey("audit-mac"));
    expect(after.fingerprint("x")).toBe(started(stored, firstKey).fingerprint("x"));
    expect(() => started(rewrapped, firstKey)).toThrow("WARDLIGHT_ENCRYPTION_KEY is not the key");
  });

  it("seals with the newest data key, opens what earlier ones sealed, and knows which it was", () => {
    const one = makeKeyring();
    const before = started(openVault(firstKey).storeKeyring(one), firstKey);
    const sealed = before.seal("Ada", "a");
    const after = started(before.storeKeyring(withNewDataKey(one)), firstKey);
    expect(after.open(sealed, "a")).toBe("Ada");
    expect(sealed.subarray(0, 3).equals(before.sealedPrefix())).toBe(true);
    const again = after.seal("Ada", "a");
    expect(again.subarray(0, 3).equals(after.sealedPrefix())).toBe(true);
    expect(after.sealedPrefix().equals(before.sealedPrefix())).toBe(false);
    // A process that has not heard of the new key can tell that this is what it lacks.
    let thrown: unknown = null;
    try {
      before.open(again, "a");
    } catch (error) {
      thrown = error;
    }
    expect(isUnknownDataKey(thrown)).toBe(true);
  });

  it("looks an index up by every data key in use, writes it by the newest, and forgets retired ones", () => {
    const two = withNewDataKey(makeKeyring());
    const wrap = (keyring: typeof two) => openVault(firstKey).storeKeyring(keyring);
    const both = started(wrap(two), firstKey);
    expect(both.searchTokens("x")).toHaveLength(2);
    expect(both.searchTokens("x")[0]).toBe(both.searchToken("x"));
    const retired = started(wrap(withEarlierRetired(two)), firstKey);
    expect(retired.searchTokens("x")).toEqual([both.searchToken("x")]);
    expect(both.searchToken("x")).not.toBe(both.searchToken("y"));
  });

  it("adopts what was written before there were keyrings: same fingerprints, old values open, new ones differ", () => {
    const before = openVault(firstKey);
    const sealed = before.seal("Ada", "a");
    expect(sealed[0]).toBe(1);
    expect(before.findFirstKey(before.fingerprint("wardlight key check"))).toEqual(firstKey);
    expect(openVault(secondKey).findFirstKey(before.fingerprint("wardlight key check"))).toBeNull();
    const after = started(before.storeKeyring(adoptKey(firstKey)), firstKey);
    expect(after.open(sealed, "a")).toBe("Ada");
    expect(after.fingerprint("x")).toBe(before.fingerprint("x"));
    expect(after.seal("Ada", "a")[0]).toBe(2);
  });

  it("is opened by nothing when a bit of it was altered, and shows no key", () => {
    const keyring = makeKeyring();
    const stored = openVault(firstKey).storeKeyring(keyring);
    expect(stored).not.toContain(keyring.secret.toString("base64"));
    const [version, name, body] = stored.split(".");
    const bytes = Buffer.from(body ?? "", "base64");
    for (let at = 0; at < bytes.length; at += 7) {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ 1;
      const text = [version, name, altered.toString("base64")].join(".");
      expect(() => started(text, firstKey)).toThrow("altered and cannot be opened");
    }
  });
});
