import { FEATURES } from "@/lib/core/features/feature-table";
import type { Signal } from "@/lib/core/monitoring/signal";
import { count, fixed, percent } from "@/lib/core/validation/figure-words";

const TESTS: Readonly<Record<string, string>> = {
  hba1c: "HbA1c",
  glucose: "glucose",
  haemoglobin: "haemoglobin",
  sodium: "sodium",
};
const TYPES: Readonly<Record<string, string>> = {
  Observation: "results",
  Condition: "diagnoses",
  Procedure: "procedures",
  Encounter: "stays and visits",
  MedicationRequest: "prescriptions",
  MedicationAdministration: "doses given",
  MedicationStatement: "medication statements",
  Patient: "patients’ own details",
};

const featureLabel = (name: string): string => FEATURES.find((one) => one.name === name)?.label ?? name;

/** What a finding is about, in words. */
export function subjectWords(subject: string): string {
  if (subject.startsWith("lab:")) return `${TESTS[subject.slice(4)] ?? subject.slice(4)} results`;
  return TESTS[subject] ?? TYPES[subject] ?? featureLabel(subject);
}

const whole = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
const number = (value: number | string | undefined): number => Number(value ?? 0);
const share = (value: number | string | undefined): string => percent(number(value));

/** What was found, in one line: what it is, not what it might do. */
export function signalTitle({ kind, subject }: Pick<Signal, "kind" | "subject">, wardName: string | null): string {
  const what = subjectWords(subject);
  switch (kind) {
    case "stale":
      return "No predictions are being made";
    case "feed-dropped":
      return `${whole(what)} have stopped coming`;
    case "unit-change":
      return `The unit of ${what} has changed`;
    case "doubled":
      return `${whole(what)}: counted about twice`;
    case "new-code":
      return `A code never met before: ${subject.split(" ").slice(1).join(" ")}`;
    case "new-ward":
      return `A ward nobody had stays on before: ${wardName ?? subject}`;
    case "missing-more":
      return `${whole(what)}: recorded less often`;
    case "missing-less":
      return `${whole(what)}: recorded more often`;
    case "input-moved":
      return `${whole(what)}: not as it was`;
    case "score-moved":
      return "The model’s answers are not as they were";
    case "abstains-more":
      return "The model gives no probability more often";
    case "abstains-less":
      return "The model gives no probability less often";
    case "calls-more":
      return "More patients are put forward for a call";
    case "calls-fewer":
      return "Fewer patients are put forward for a call";
    case "outcomes-more":
      return "More patients come back than predicted";
    case "outcomes-fewer":
      return "Fewer patients come back than predicted";
  }
}

/** The figures beside it, in one sentence. */
export function signalDetail({ kind, subject, figures: f }: Pick<Signal, "kind" | "subject" | "figures">): string {
  switch (kind) {
    case "stale":
      return `None on the last ${count(number(f.days))} whole days; there were some every day before.`;
    case "feed-dropped":
      return `${count(number(f.came))} came that day; usually ${count(number(f.usual))}, never fewer than ${count(number(f.least))}.`;
    case "unit-change": {
      const like = f.looksLike === "" || f.looksLike === undefined ? "" : ` The values look like ${f.looksLike}.`;
      return `Middle value ${fixed(number(f.now), 1)}, before ${fixed(number(f.before), 1)}; written unit: ${f.unit}; ${count(number(f.values))} results.${like}`;
    }
    case "doubled":
      return f.share === undefined
        ? `Mean ${fixed(number(f.meanNow), 1)} a stay, before ${fixed(number(f.meanBefore), 1)}.`
        : `${share(f.share)} say what another one says, before ${share(f.before)}.`;
    case "new-code":
      return `${count(number(f.count))} of ${count(number(f.of))} ${subject.startsWith("condition") ? "diagnoses" : "results"} in two days; none in the weeks compared with. The model may not know what it means.`;
    case "new-ward":
      return `${count(number(f.stays))} ${number(f.stays) === 1 ? "stay" : "stays"} in the last two days. Nothing is known of how the model does there.`;
    case "missing-more":
    case "missing-less":
      return `Not recorded in ${share(f.now)} of stays, before ${share(f.before)}.`;
    case "input-moved":
    case "score-moved": {
      // Scores are counted by whole percent.
      const unit = kind === "score-moved" ? "\u202f%" : "";
      const mean =
        f.meanNow === undefined
          ? ""
          : `Mean ${fixed(number(f.meanNow), 1)}${unit}, before ${fixed(number(f.meanBefore), 1)}${unit}. `;
      return `${mean}How the values are spread has changed (PSI ${fixed(number(f.psi), 2)}).`;
    }
    case "abstains-more":
    case "abstains-less":
    case "calls-more":
    case "calls-fewer":
      return `${share(f.now)} of stays, before ${share(f.before)}.`;
    case "outcomes-more":
      return `${returnWords(f, `over the last ${days(f)}, of all who had left in the 30 days before each`)} In a large hospital where nothing changed this is said about once a year.`;
    case "outcomes-fewer":
      return returnWords(f, `of those who left on ${days(f)}, whose 30 days are over`);
  }
}

const days = ({ days: n }: Signal["figures"]): string => `${count(number(n))} ${number(n) === 1 ? "day" : "days"}`;

function returnWords(f: Signal["figures"], span: string): string {
  // Found before 0.4, by a chart that counted outcomes alone.
  if (f.back === undefined) return `Found over the last ${count(number(f.outcomes))} outcomes.`;
  return `${count(number(f.back))} came back where ${count(Math.round(number(f.expected)))} were to be expected, ${span}.`;
}
