import { describe, expect, it } from "vitest";
import { NEW_PROFILE, type ProfileDraft, profileIdFor, readDraft, toDraft } from "@/lib/core/theatres/profile-draft";

const draft = (rest: Partial<ProfileDraft> = {}): ProfileDraft => ({
  ...NEW_PROFILE,
  ...{
    name: "Hip replacement",
    codes: "0SR9*\nhttp://snomed.info/sct|52734007",
    supplies: "Hip prosthesis: 1\nBlood: 0,5",
  },
  ...rest,
});
const asks = (rest: Partial<ProfileDraft>) => {
  const read = readDraft("hip", draft(rest));
  return "asks" in read ? read.asks : null;
};

describe("a profile as it is typed", () => {
  it("is read, and written the same again", () => {
    const read = readDraft("hip", draft());
    if (!("profile" in read)) throw new Error(read.asks);
    expect(read.profile).toMatchObject({
      id: "hip",
      codes: [{ code: "0SR9*" }, { system: "http://snomed.info/sct", code: "52734007" }],
      supplies: [
        { item: "Hip prosthesis", perCase: 1 },
        { item: "Blood", perCase: 0.5 },
      ],
      goesAhead: 0.95,
    });
    expect(readDraft("hip", toDraft(read.profile))).toEqual(read);
  });

  it("takes an item alone for one a patient, and nobody of a role for none", () => {
    const read = readDraft("hip", draft({ supplies: "Drape", team: { ...NEW_PROFILE.team, surgeon: "0" } }));
    expect(read).toMatchObject({ profile: { supplies: [{ item: "Drape", perCase: 1 }] } });
    expect("profile" in read && read.profile.team.surgeon).toBeUndefined();
  });

  it("asks for what is missing or wrong", () => {
    expect(asks({ name: " " })).toBe("Give it a name.");
    expect(asks({ codes: "" })).toContain("at least one code");
    expect(asks({ median: "an hour" })).toContain("median");
    expect(asks({ median: "100", ninetieth: "90" })).toContain("cannot be below");
    expect(asks({ supplies: "Blood: some" })).toContain("“Blood: some”");
    expect(asks({ team: { ...NEW_PROFILE.team, surgeon: "1.5" } })).toContain("whole numbers");
    expect(asks({ goesAhead: "120" })).toContain("goesAhead");
    // What stands for all others goes by no code.
    expect(readDraft("other", draft({ codes: "" }))).toHaveProperty("profile");
  });

  it("gets an id of its own", () => {
    expect(profileIdFor("Hüft-Ersatz (total)", new Set())).toBe("huft-ersatz-total");
    expect(profileIdFor("Hernia", new Set(["hernia", "hernia-2"]))).toBe("hernia-3");
    expect(profileIdFor("手術", new Set())).toBe("operation");
  });
});
