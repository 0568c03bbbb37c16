import { procedureCategory } from "@/lib/core/labels/ccs-category";
import type { ProcedureCode } from "@/lib/core/labels/procedure-code";

/** Table PR.1: planned whatever they are for. Childbirth (134, 135) is in the tables for all payers. */
const ALWAYS: ReadonlyMap<number, string> = new Map([
  [64, "bone marrow or stem cell transplant"],
  [105, "kidney transplant"],
  [134, "caesarean section"],
  [135, "assisted delivery"],
  [176, "transplant of another organ"],
]);

/** Table PR.3: planned unless the stay's main diagnosis is acute. */
const POTENTIALLY: ReadonlyMap<number, string> = new Map([
  [1, "operation on the brain or spinal cord"],
  [3, "operation on an intervertebral disc"],
  [5, "catheter or stimulator in the spinal canal"],
  [9, "another operation on the nervous system"],
  [10, "removal of the thyroid"],
  [12, "operation on another gland"],
  [33, "operation on the mouth or throat"],
  [36, "removal of part of a lung"],
  [38, "diagnostic procedure on the lung"],
  [40, "diagnostic procedure on the airways or chest"],
  [43, "heart valve operation"],
  [44, "coronary bypass"],
  [45, "coronary angioplasty or stent"],
  [49, "another operation on the heart"],
  [51, "endarterectomy of head or neck"],
  [52, "operation on the aorta"],
  [53, "varicose vein operation"],
  [55, "bypass of a peripheral vessel"],
  [56, "another vascular bypass or shunt"],
  [59, "operation on vessels of head or neck"],
  [66, "operation on the spleen"],
  [67, "operation on blood or lymph system"],
  [74, "removal of the stomach or part of it"],
  [78, "removal of part of the bowel"],
  [79, "excision from the large bowel"],
  [84, "removal of the gallbladder"],
  [85, "groin hernia repair"],
  [86, "another hernia repair"],
  [99, "another operation on the digestive system"],
  [104, "removal of a kidney or part of it"],
  [106, "operation for incontinence"],
  [107, "shock-wave treatment of stones"],
  [109, "operation on the urethra"],
  [112, "another operation on the urinary tract"],
  [113, "prostate resection through the urethra"],
  [114, "open prostate removal"],
  [119, "removal of an ovary"],
  [120, "another operation on an ovary"],
  [124, "removal of the womb"],
  [129, "repair of a prolapse"],
  [132, "another gynaecological operation"],
  [142, "excision of part of a bone"],
  [152, "knee replacement or repair"],
  [153, "hip replacement"],
  [154, "replacement or repair of another joint"],
  [158, "spinal fusion"],
  [159, "diagnostic procedure on bones or joints"],
  [166, "lumpectomy"],
  [167, "mastectomy"],
  [172, "skin graft"],
  [175, "another operation on skin or breast"],
]);

/** Table PR.3, codes by themselves: larynx, pleura, leg arteries, kidney drainage and stones, electroconvulsive treatment. */
const POTENTIALLY_BY_CODE: Readonly<Record<ProcedureCode["system"], RegExp>> = {
  icd10pcs:
    /^(0CBS|0CTS|0BW1[034]FZ|0W[BQ]6XZ2|0B5[NP][034]|04C[K-NP-WY][034]ZZ|0T9[01][34]0Z|0TC[01][34]ZZ|0TF[34][34]ZZ|GZB)/,
  icd9: /^(301|3029|303|304|3174|346|3818|5503|5504|9426|9427)/,
};

/** How far a stay's procedures plan it, and by which of them, in words; null: not at all. */
export function plannedByProcedure(
  codes: readonly ProcedureCode[],
): { readonly when: "always" | "potentially"; readonly label: string } | null {
  const categories = codes.map(procedureCategory);
  const first = (table: ReadonlyMap<number, string>) =>
    categories.flatMap((category) => (category === null ? [] : (table.get(category) ?? [])))[0];
  const always = first(ALWAYS);
  if (always !== undefined) return { when: "always", label: always };
  const potentially =
    first(POTENTIALLY) ??
    (codes.some(({ system, code }) => POTENTIALLY_BY_CODE[system].test(code))
      ? "another procedure of table PR.3"
      : null);
  return potentially === null ? null : { when: "potentially", label: potentially };
}

/** Whether a stay belongs to the surgical cohort of the hospital-wide measure (table D.2). */
export const hasOperation = (codes: readonly ProcedureCode[]): boolean =>
  codes.some((code) => {
    const category = procedureCategory(code);
    // 5, 38, 40, 45, 64, 107 and 159 are planned, and no operations of that table.
    return category !== null && ![5, 38, 40, 45, 64, 107, 159, 134, 135].includes(category);
  });
