"""Writes lib/core/labels/ccs-tables.generated.json: which AHRQ category (CCS) a code is in, as far as labels ask.

    python3 bench/planned_tables.py ccs_dx_icd10cm_2019_1.csv ccs_pr_icd10pcs_2019_1.csv OUT.json

Both files are AHRQ's, in the public domain: https://hcup-us.ahrq.gov/toolssoftware/ccs10/ccs10.jsp (version 2019.1).
A category's codes are folded into the shortest prefixes that hold no code of another category. Of ICD-10-PCS the
seventh character, the qualifier, is put fourth first: folded so, a third fewer prefixes do.
"""

import csv
import json
import sys
from collections import defaultdict

# Principal diagnoses that labels ask for: table PR.2, PR.4 (whole categories), psychiatric and cancer stays.
DIAGNOSES = set(range(11, 46)) | {
    *(1, 2, 3, 4, 5, 7, 8, 9, 54, 55, 60, 61, 63, 76, 77, 78, 82, 83, 84, 85, 87, 89, 90, 91, 92, 93, 99, 100, 102),
    *(104, 107, 109, 112, 116, 118, 120, *range(122, 132), 135, 137, 139, 140, 142, 145, 146, 148, 153, 154, 157),
    *(159, 165, 168, 172, 194, 196, 197, 198, 210, 245, 246, 247, 249, 250, 251, 252, 253, 254, 259),
    *(650, 651, 652, 653, 654, 655, 656, 657, 658, 659, 660, 661, 662, 663, 670),
}
# Tables PR.1 and PR.3.
PLANNED = {
    *(64, 105, 134, 135, 176),
    *(1, 3, 5, 9, 10, 12, 33, 36, 38, 40, 43, 44, 45, 49, 51, 52, 53, 55, 56, 59, 66, 67, 74, 78, 79, 84, 85, 86, 99),
    *(104, 106, 107, 109, 112, 113, 114, 119, 120, 124, 129, 132, 142, 152, 153, 154, 158, 159, 166, 167, 172, 175),
}
# Table D.2, the surgery and gynaecology cohort: an operation that keeps a stay for cancer among the index stays.
SURGERY = {
    *(1, 2, 3, 9, 10, 12, 13, 14, 15, 16, 17, 20, 21, 22, 23, 24, 26, 28, 30, 33, 36, 42, 43, 44, 49, 51, 52, 53, 55),
    *(56, 59, 60, 66, 67, 72, 73, 74, 75, 78, 79, 80, 84, 85, 86, 89, 90, 94, 96, 99, 101, 103, 104, 105, 106, 109),
    *(112, 113, 114, 118, 119, 120, 121, 123, 124, 125, 129, 131, 132, 133, 141, 142, 144, 145, 146, 147, 148, 150),
    *(152, 153, 154, 157, 158, 160, 161, 162, 164, 166, 167, 172, 175, 176),
}


def read(path):
    with open(path, encoding="latin1", newline="") as file:
        rows = iter(csv.reader(file))
        next(rows)
        return {row[0].strip("' "): int(row[1].strip("' ")) for row in rows}


def fold(kinds):
    """Shortest prefixes by kind; codes of kind None are in no prefix."""
    found = defaultdict(list)

    def visit(prefix, codes):
        alike = {kinds[code] for code in codes}
        if len(alike) == 1:
            (kind,) = alike
            if kind is not None:
                found[kind].append(prefix)
            return
        further = defaultdict(list)
        for code in codes:
            further[code[: len(prefix) + 1]].append(code)
        for longer in sorted(further):
            visit(longer, further[longer])

    visit("", sorted(kinds))
    return {str(kind): " ".join(found[kind]) for kind in sorted(found)}


def diagnosis_kind(category):
    # Injuries, poisonings and complications (225 to 244) are told apart by nobody here: 225 stands for all.
    if 225 <= category <= 244:
        return 225
    return category if category in DIAGNOSES else None


def procedure_kind(category):
    if category in PLANNED:
        return category
    # 0: an operation that plans nothing.
    return 0 if category in SURGERY else None


def main(diagnosis_path, procedure_path, out):
    known = read(diagnosis_path)
    diagnoses = {code: diagnosis_kind(category) for code, category in known.items()}
    procedures = {
        code[:3] + code[6] + code[3:6]: procedure_kind(category) for code, category in read(procedure_path).items()
    }
    table = {
        "source": "AHRQ Clinical Classifications Software for ICD-10-CM and ICD-10-PCS, version 2019.1",
        # What the version knows: a code of another head came later, and is in no category for that alone.
        "heads": " ".join(sorted({code[:3] for code in known})),
        "diagnoses": fold(diagnoses),
        "procedures": fold(procedures),
    }
    with open(out, "w", encoding="utf-8") as file:
        json.dump(table, file, indent=2)
        file.write("\n")


main(*sys.argv[1:])
