import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PASSWORD_MAXIMUM, PASSWORD_MINIMUM, passwordFault } from "@/lib/core/access/password-rules";

const around = { current: "rhx9-k7wv-ena4", email: "n.one@hospital.test", name: "Some Nurse-Name" };

describe("a password somebody chooses", () => {
  it.each([
    ["a quiet night shift", null],
    ["eleven char", "at least 12 characters"],
    ["x".repeat(201), "at most 200 characters"],
    [around.current, "another one than the present"],
    ["abababababab", "over and over"],
    ["N.One@Hospital.Test", "your name or address"],
    ["some nurse-name", "your name or address"],
  ])("%s", (wanted, said) => {
    const fault = passwordFault(wanted, around);
    if (said === null) expect(fault).toBeNull();
    else expect(fault).toContain(said);
  });

  it("counts characters, not bytes or halves of them", () => {
    expect(passwordFault("🌧🌤🌙🌈🌊".repeat(2), around)).toContain("at least");
    expect(passwordFault("🌧🌤🌙🌈🌊🔑".repeat(2), around)).toBeNull();
  });

  it("is never let through where it is too short, too long or the present one, whatever it is made of", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 260 }), (wanted) => {
        const length = [...wanted.normalize("NFKC")].length;
        if (length < PASSWORD_MINIMUM || length > PASSWORD_MAXIMUM)
          expect(passwordFault(wanted, around)).not.toBeNull();
        expect(passwordFault(wanted, { ...around, current: wanted })).not.toBeNull();
      }),
    );
  });
});
