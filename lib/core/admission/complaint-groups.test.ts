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
