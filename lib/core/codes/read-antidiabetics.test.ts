import { describe, expect, it } from "vitest";
import { ANTIDIABETIC_DRUGS } from "@/lib/core/codes/antidiabetic-drugs";
import {
  antidiabeticIngredients,
  antidiabeticIngredientsInText,
  readAntidiabetic,
} from "@/lib/core/codes/read-antidiabetics";

describe("reading one antidiabetic product", () => {
  it.each([
    ["6809", ["metformin"], []],
    ["860975", ["metformin"], []],
    ["5856", ["insulin"], []],
    ["106892", ["insulin"], []],
    ["861743", ["glyburideMetformin"], []],
    ["861731", ["glipizideMetformin"], []],
    ["647237", ["glimepiridePioglitazone"], []],
    ["861787", ["metformin", "repaglinide"], []],
    ["861769", ["metformin"], ["DPP-4 inhibitor"]],
    ["1368403", ["pioglitazone"], ["DPP-4 inhibitor"]],
    ["1545653", [], ["SGLT2 inhibitor"]],
    ["1991302", [], ["GLP-1 receptor agonist"]],
  ])("RxNorm %s speaks for %j and holds %j", (code, features, newerClasses) => {
    const reading = readAntidiabetic(antidiabeticIngredients("rxnorm", code) ?? []);
    expect([...reading.features].sort()).toEqual(features);
    expect(reading.newerClasses).toEqual(newerClasses);
  });

  it("knows no drug behind a code it has never met", () => {
    expect(antidiabeticIngredients("rxnorm", "314076")).toBeNull();
  });

  it.each([
    ["Glucophage XR 500 mg", ["metformin"], []],
    ["Insulin glargine (Lantus) 100 units/mL", ["insulin"], []],
    ["glyburide-metformin 5 mg/500 mg tablet", ["glyburideMetformin"], []],
    ["Glucovance", ["glyburideMetformin"], []],
    ["Glibenclamide 5 mg", ["glyburide"], []],
    ["Janumet 50/1000", ["metformin"], ["DPP-4 inhibitor"]],
    ["Soliqua 100/33", ["insulin"], ["GLP-1 receptor agonist"]],
    ["Jardiance 10 mg", [], ["SGLT2 inhibitor"]],
    ["Insulin syringe 1 mL", [], []],
    ["Atorvastatin 20 mg", [], []],
  ])("the words %s speak for %j and hold %j", (text, features, newerClasses) => {
    const reading = readAntidiabetic(antidiabeticIngredientsInText(text));
    expect([...reading.features].sort()).toEqual(features);
    expect(reading.newerClasses).toEqual(newerClasses);
  });

  it.each([
    ["A10BA02", ["metformin"]],
    ["A10AE04", ["insulin"]],
    ["A10BD05", ["metforminPioglitazone"]],
  ])("ATC %s speaks for %j", (code, features) => {
    expect(readAntidiabetic(antidiabeticIngredients("atc", code) ?? []).features).toEqual(features);
  });

  it("reads every drug's own name as that drug", () => {
    for (const { feature, label } of ANTIDIABETIC_DRUGS) {
      expect(readAntidiabetic(antidiabeticIngredientsInText(label)).features).toEqual([feature]);
    }
  });
});
