import type { DecisionCurve } from "@/lib/core/evaluation/decision-curve";
import { type Html, html } from "@/lib/core/validation/html";
import type { CalibrationPoint } from "@/lib/core/validation/validation-report";

const WIDTH = 640;
const HEIGHT = 360;
const LEFT = 56;
const RIGHT = 16;
const TOP = 14;
const BOTTOM = 46;

interface Scale {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

const at = (value: number): string => value.toFixed(1);

function scaleOf([x0, x1]: readonly [number, number], [y0, y1]: readonly [number, number]): Scale {
  return {
    x: (value) => LEFT + ((value - x0) / (x1 - x0)) * (WIDTH - LEFT - RIGHT),
    y: (value) => HEIGHT - BOTTOM - ((value - y0) / (y1 - y0)) * (HEIGHT - TOP - BOTTOM),
  };
}

function frame(
  scale: Scale,
  ticks: { readonly x: readonly (readonly [number, string])[]; readonly y: readonly (readonly [number, string])[] },
  names: { readonly x: string; readonly y: string },
): Html {
  const bottom = HEIGHT - BOTTOM;
  return html`${ticks.y.map(
    ([value, label]) =>
      html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at(scale.y(value))}" y2="${at(scale.y(value))}"/><text x="${LEFT - 8}" y="${at(scale.y(value) + 4)}" text-anchor="end">${label}</text>`,
  )}${ticks.x.map(
    ([value, label]) =>
      html`<line class="axis" x1="${at(scale.x(value))}" x2="${at(scale.x(value))}" y1="${bottom}" y2="${bottom + 4}"/><text x="${at(scale.x(value))}" y="${bottom + 18}" text-anchor="middle">${label}</text>`,
  )}<line class="axis" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${bottom}" y2="${bottom}"/><text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${names.x}</text><text transform="translate(14 ${(TOP + bottom) / 2}) rotate(-90)" text-anchor="middle">${names.y}</text>`;
}

const drawing = (label: string, content: Html): Html =>
  html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">${content}</svg>`;

/** Share readmitted against mean probability by tenths of the stays, with Wilson's intervals. */
export function calibrationDrawing(points: readonly CalibrationPoint[]): Html {
  const most = Math.max(
    0.1,
    ...points.map(({ expected, ci95, observed }) => Math.max(expected, ci95?.[1] ?? observed)),
  );
  const top = Math.ceil(most * 10) / 10;
  const scale = scaleOf([0, top], [0, top]);
  const steps = Array.from(
    { length: Math.round(top * 10) + 1 },
    (_, step) => [step / 10, `${step * 10}\u202f%`] as const,
  );
  const marks = points.map(
    ({ expected, observed, ci95 }) =>
      html`<line class="spread" x1="${at(scale.x(expected))}" x2="${at(scale.x(expected))}" y1="${at(scale.y(ci95?.[0] ?? observed))}" y2="${at(scale.y(ci95?.[1] ?? observed))}"/><circle class="mark" cx="${at(scale.x(expected))}" cy="${at(scale.y(observed))}" r="4.5"/>`,
  );
  return drawing(
    "Calibration: share readmitted against mean probability by tenths of the stays. The figures are in the table below.",
    html`${frame(scale, { x: steps, y: steps }, { x: "Mean probability", y: "Share readmitted" })}<line class="ideal" x1="${at(scale.x(0))}" y1="${at(scale.y(0))}" x2="${at(scale.x(top))}" y2="${at(scale.y(top))}"/>${marks}`,
  );
}

/** Dashes tell the lines apart where colours do not. */
const LINES: Readonly<Record<string, string>> = {
  model: "model",
  lace: "lace",
  "hospital-intermediate": "hospital5",
  "hospital-high": "hospital7",
  everyone: "everyone",
  nobody: "nobody",
};

/** Net benefit by threshold, one line a strategy, cut where a line falls far below nothing. */
export function decisionDrawing({ thresholds, curves }: DecisionCurve, range: readonly [number, number]): Html {
  const all = curves.flatMap(({ netBenefit }) => netBenefit);
  const top = Math.max(0.02, Math.ceil(Math.max(...all) * 50) / 50);
  const floor = -top / 3;
  const scale = scaleOf([thresholds[0] ?? 0, thresholds.at(-1) ?? 1], [floor, top]);
  const yTicks = Array.from({ length: 5 }, (_, step) => (top * step) / 4).map(
    (value) => [value, String(Math.round(value * 1000))] as const,
  );
  const xTicks = thresholds
    .filter((_, position) => position % 5 === 0)
    .map((value) => [value, `${Math.round(value * 100)}\u202f%`] as const);
  const lines = curves.map(({ name, netBenefit }) => {
    const shown = netBenefit.flatMap((value, position) =>
      value < floor ? [] : [`${at(scale.x(thresholds[position] ?? 0))},${at(scale.y(value))}`],
    );
    return html`<polyline class="line ${LINES[name] ?? ""}" points="${shown.join(" ")}"/>`;
  });
  return drawing(
    "Decision curve: net benefit per 1,000 stays by threshold. The figures are in the table below.",
    html`<rect class="range" x="${at(scale.x(range[0]))}" y="${TOP}" width="${at(scale.x(range[1]) - scale.x(range[0]))}" height="${HEIGHT - TOP - BOTTOM}"/>${frame(scale, { x: xTicks, y: yTicks }, { x: "Probability from which one would call", y: "Net benefit per 1,000 stays" })}${lines}`,
  );
}

/** Which line is which. */
export function decisionLegend({ curves }: DecisionCurve): Html {
  return html`<ul class="legend">${curves.map(
    ({ name, label }) =>
      html`<li><svg viewBox="0 0 40 10" aria-hidden="true"><line class="line ${LINES[name] ?? ""}" x1="0" x2="40" y1="5" y2="5"/></svg>${label}</li>`,
  )}</ul>`;
}
