import { escapeMarkdown } from "@/lib/core/cds/escape-markdown";
import { inTenWords } from "@/lib/core/cds/in-ten-words";
import { overrideReasonCodings, type ReasonCoding } from "@/lib/core/cds/override-reasons";
import type { FhirEntry } from "@/lib/core/fhir/resource";
import { node, text } from "@/lib/core/fhir/resource";
import type { ClinicalScore, ScoredStay, Tier } from "@/lib/core/model/scored-stay";
import { type Band, bandWords, HOSPITAL_BANDS, LACE_BANDS } from "@/lib/core/scores/score-band";
import { driverCaution } from "@/lib/core/worklist/driver-caution";

/** A link on a card. @see https://cds-hooks.hl7.org/2.0/#link */
export interface CdsLink {
  readonly label: string;
  readonly url: string;
  readonly type: "absolute" | "smart";
  readonly appContext?: string;
}

/** @see https://cds-hooks.hl7.org/2.0/#card-attributes */
export interface CdsCard {
  readonly uuid: string;
  readonly summary: string;
  readonly indicator: "info";
  readonly detail: string;
  readonly source: { readonly label: string; readonly url: string };
  readonly links?: readonly CdsLink[];
  readonly overrideReasons?: readonly ReasonCoding[];
}

export interface CardFacts {
  readonly uuid: string;
  /** As this reader may see it: without a number where the model is silent. */
  readonly scored: ScoredStay;
  /** In the order of the drivers. */
  readonly sentences: readonly string[];
  /** Why there is no number although the model has one; null where there is one, or the model abstains. */
  readonly silentBecause: string | null;
  /** Where the model learnt and whether it was checked here. */
  readonly provenance: string;
  /** Whom the model is for, in one sentence. */
  readonly intendedPopulation: string;
  /** When the EHR last changed anything of what it sent, ISO-8601; null where it does not say. */
  readonly changedAt: string | null;
  /** ISO-8601. */
  readonly now: string;
  readonly timeZone: string;
  readonly baseUrl: string;
  readonly links: readonly CdsLink[];
  /** Patients are synthetic. */
  readonly simulated: boolean;
}

const TIER_WORDS: Readonly<Record<Tier, string>> = {
  "very-high": "Very high",
  high: "High",
  moderate: "Moderate",
  low: "Low",
};

const VIEW_WORDS: Readonly<Record<ScoredStay["view"], string>> = {
  admission: "Scored from what was known at admission.",
  stay: "Scored from the stay so far: the discharge plan, the length of stay and the whole-stay counts are not in it yet.",
  discharge: "Scored with the discharge plan.",
};

/** How many reasons a card tells. */
const REASONS = 3;

const range = ({ low, high }: ClinicalScore): string => (low === high ? String(low) : `${low}–${high}`);

function scoreLine(name: string, score: ClinicalScore, bands: readonly Band[]): string {
  const unknown = score.components.filter((component) => score.unknown.includes(component.name));
  const missing =
    unknown.length === 0 ? "" : ` Not known: ${unknown.map(({ label }) => label.toLowerCase()).join(", ")}.`;
  return `${name} ${range(score)} of ${score.maximum}: ${bandWords(score.low, score.high, bands)}.${missing}`;
}

function reasonLines({ drivers }: ScoredStay, sentences: readonly string[]): string[] {
  return drivers
    .map((driver, position) => ({ driver, sentence: sentences[position] ?? driver.label }))
    .filter(({ driver }) => driver.contribution !== 0)
    .slice(0, REASONS)
    .map(({ driver, sentence }) => {
      const caution = driverCaution(driver);
      return `${sentence}: ${driver.contribution > 0 ? "raises it" : "lowers it"}.${caution === null ? "" : ` ${caution}`}`;
    });
}

function timeWords(iso: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone });
  return `${format.format(new Date(iso))} (${timeZone})`;
}

function ageWords({ changedAt, now, timeZone }: CardFacts): string {
  const sent = `Scored ${timeWords(now, timeZone)} from the record your EHR sent with this request`;
  return changedAt === null
    ? `${sent}; it does not say when that last changed.`
    : `${sent}, last changed ${timeWords(changedAt, timeZone)}.`;
}

/** How many troubles of the record a card tells; the others are counted. */
const TROUBLES = 2;

function troubleLines({ issues }: ScoredStay): string[] {
  const told = [...new Set(issues.filter(({ severity }) => severity !== "info").map(({ detail }) => detail))];
  const rest = told.length - TROUBLES;
  return [...told.slice(0, TROUBLES), ...(rest > 0 ? [`${rest} more like these.`] : [])];
}

/** Paragraphs and lists of escaped lines. */
const paragraph = (line: string): string => escapeMarkdown(line);
const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${escapeMarkdown(line)}`).join("\n");

function headline({ scored, silentBecause }: CardFacts): {
  readonly summary: string;
  readonly detail: readonly string[];
} {
  const { probability, tier } = scored;
  if (probability === null || tier === null) {
    const why =
      silentBecause === null
        ? [
            "**Outside the readmission model. No score does not mean low risk: use judgement.**",
            bullets(scored.applicability.reasons),
          ]
        : ["**No model score yet.**", paragraph(silentBecause)];
    const { lace, hospital } = scored.scores;
    const scores = `LACE ${range(lace)} of ${lace.maximum}, HOSPITAL ${range(hospital)} of ${hospital.maximum}`;
    return {
      summary: `Readmission within 30 days: ${scores}; no model score`,
      detail: why.filter((part) => part !== ""),
    };
  }
  const often = inTenWords(probability);
  return {
    summary: `${TIER_WORDS[tier]} risk of any readmission within 30 days: ${often} patients like this`,
    detail: [
      `**${TIER_WORDS[tier]} risk: ${often} patients like this are readmitted within 30 days (${percentWords(probability)}).** Any readmission counts, planned or not.`,
    ],
  };
}

/** As the screens round it: never to nobody or everybody. */
function percentWords(probability: number): string {
  const percent = Math.round(probability * 100);
  if (percent < 1) return "under 1 %";
  return percent > 99 ? "over 99 %" : `${percent} %`;
}

/** What an EHR shows of one stay: calm, never more than "info", with its reasons and limits beside the number. */
export function toCdsCard(facts: CardFacts): CdsCard {
  const { uuid, scored, sentences, provenance, intendedPopulation, baseUrl, links, simulated } = facts;
  const { summary, detail } = headline(facts);
  const hasScore = scored.probability !== null;
  const reasons = hasScore ? reasonLines(scored, sentences) : [];
  const { lace, hospital } = scored.scores;
  const troubles = troubleLines(scored);
  const parts = [
    ...detail,
    ...(reasons.length === 0 ? [] : ["What moves it most:", bullets(reasons)]),
    "Published scores, which predict something else than the model:",
    bullets([scoreLine("LACE", lace, LACE_BANDS), scoreLine("HOSPITAL", hospital, HOSPITAL_BANDS)]),
    paragraph(ageWords(facts)),
    ...(troubles.length === 0 ? [] : ["Missing or odd in that record, which weakens this:", bullets(troubles)]),
    ...(hasScore ? [paragraph(`${VIEW_WORDS[scored.view]} ${provenance}`)] : []),
    paragraph(`The model is for: ${intendedPopulation} It is an estimate to plan with, not a decision.`),
    ...(simulated ? ["Demonstration: Wardlight runs with synthetic patients here."] : []),
  ];
  return {
    uuid,
    summary,
    indicator: "info",
    detail: parts.join("\n\n"),
    source: { label: `Wardlight, readmission model ${scored.modelVersion}`, url: baseUrl },
    ...(links.length === 0 ? {} : { links }),
    ...(hasScore ? { overrideReasons: overrideReasonCodings() } : {}),
  };
}

/** When anything of what was sent was last changed, by the EHR's own `meta.lastUpdated`; null where it never says. */
export function lastChanged(entries: readonly FhirEntry[]): string | null {
  let newest = Number.NEGATIVE_INFINITY;
  for (const { resource } of entries) {
    const at = Date.parse(text(node(resource.meta).lastUpdated) ?? "");
    if (at > newest) newest = at;
  }
  return newest === Number.NEGATIVE_INFINITY ? null : new Date(newest).toISOString();
}
