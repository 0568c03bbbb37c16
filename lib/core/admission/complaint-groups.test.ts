import { describe, expect, it } from "vitest";
import { COMPLAINT_GROUPS, complaintGroup } from "@/lib/core/admission/complaint-groups";

describe("complaintGroup", () => {
  it.each([
    ["Abd pain", "abdominal"],
    ["ant. chest pain", "chest-pain"],
    ["Chest palpitation", "palpitation"],
    ["acute dyspnea", "breathing"],
    ["Lt. side weakness", "focal-neurology"],
    ["General weakness", "general-weakness"],
    ["Melena", "gi-bleeding"],
    ["right forearm burn", "injury"],
    ["altered mental change", "consciousness"],
    ["suicidal thoughts (finding)", "mental-health"],
    ["for L-tube insertion", "device-procedure"],
    ["involuntary movt.", "other"],
    ["Chest pain lasting 2 hours", "chest-pain"],
    ["Burning chest pain", "chest-pain"],
    ["Heartburn", "other"],
    ["burning on urination", "flank-urinary"],
    ["fasting glucose high", "other"],
    ["non-traumatic back pain", "limb-back"],
    ["atraumatic knee pain", "limb-back"],
    ["acute glaucoma", "other"],
    ["sarcoma of leg", "limb-back"],
    ["altered bowel habit", "other"],
    ["68 year old with rash", "skin"],
    ["stung by a wasp", "injury"],
    ["dog bite", "injury"],
    ["burnt hand", "injury"],
  ])("reads %s as %s", (text, group) => {
    expect(complaintGroup(text)).toBe(group);
  });

  it.each(["", "  ", "?? ???", "-"])("reads nothing in “%s”", (text) => {
    expect(complaintGroup(text)).toBeNull();
  });

  it("has every group under one code", () => {
    expect(new Set(COMPLAINT_GROUPS.map(({ code }) => code)).size).toBe(COMPLAINT_GROUPS.length);
  });
});
