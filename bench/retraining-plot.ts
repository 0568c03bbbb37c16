/** One size of the local data, means over seeds. AUROCs 0–1, shares of the AUROC lost. */
interface Point {
  readonly size: number;
  readonly recovered: number;
  readonly least: number;
  readonly most: number;
  readonly recoveredAlone: number;
}

const WIDTH = 720;
const HEIGHT = 420;
const LEFT = 64;
const RIGHT = 24;
const TOP = 64;
const BOTTOM = 60;

/** The share of the lost AUROC that retraining recovers, by how many local stays matured; as an SVG of its own. */
export function learningCurve(
  points: readonly Point[],
  run: { readonly seeds: number; readonly scored: number },
): string {
  const low = Math.min(0, ...points.map(({ recoveredAlone, least }) => Math.min(recoveredAlone, least)));
  const floor = Math.max(-1, Math.floor(low * 5) / 5);
  const x = (index: number): number => LEFT + ((index + 0.5) * (WIDTH - LEFT - RIGHT)) / points.length;
  const y = (share: number): number => TOP + ((1.1 - Math.max(floor, share)) / (1.1 - floor)) * (HEIGHT - TOP - BOTTOM);
  const line = (share: (point: Point) => number): string =>
    points.map((point, index) => `${x(index).toFixed(1)},${y(share(point)).toFixed(1)}`).join(" ");
  const percent = (share: number): string => `${Math.round(100 * share)} %`;
  const grid: string[] = [];
  for (let share = floor; share <= 1.001; share += 0.2) {
    grid.push(
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(share).toFixed(1)}" y2="${y(share).toFixed(1)}" stroke="#e3e0da"/>`,
      `<text x="${LEFT - 8}" y="${(y(share) + 4).toFixed(1)}" text-anchor="end">${percent(share)}</text>`,
    );
  }
  const marks = points.flatMap((point, index) => [
    `<line x1="${x(index).toFixed(1)}" x2="${x(index).toFixed(1)}" y1="${y(point.least).toFixed(1)}" y2="${y(point.most).toFixed(1)}" stroke="#2d5b8a" stroke-width="2"/>`,
    `<circle cx="${x(index).toFixed(1)}" cy="${y(point.recovered).toFixed(1)}" r="5" fill="#2d5b8a"/>`,
    `<text x="${(x(index) + 10).toFixed(1)}" y="${(y(point.recovered) - 8).toFixed(1)}" fill="#2d5b8a">${percent(point.recovered)}</text>`,
    `<rect x="${(x(index) - 4).toFixed(1)}" y="${(y(point.recoveredAlone) - 4).toFixed(1)}" width="8" height="8" fill="#a65212"/>`,
    `<text x="${x(index).toFixed(1)}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${point.size.toLocaleString("en")}</text>`,
  ]);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13" fill="#33312d" role="img" aria-label="Share of the lost AUROC that retraining recovers, by matured local stays">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>
<text x="${LEFT}" y="22" font-size="15" font-weight="600">AUROC recovered after a simulated drift</text>
<text x="${LEFT}" y="42">Mean of ${run.seeds} seeds, bars from least to most; scored on ${run.scored.toLocaleString("en")} other simulated stays</text>
${grid.join("\n")}
<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(0.8).toFixed(1)}" y2="${y(0.8).toFixed(1)}" stroke="#33312d" stroke-dasharray="5 4"/>
<text x="${WIDTH - RIGHT}" y="${(y(0.8) - 6).toFixed(1)}" text-anchor="end">bar: 80 %</text>
<polyline points="${line(({ recovered }) => recovered)}" fill="none" stroke="#2d5b8a" stroke-width="2"/>
<polyline points="${line(({ recoveredAlone }) => recoveredAlone)}" fill="none" stroke="#a65212" stroke-width="2" stroke-dasharray="3 3"/>
${marks.join("\n")}
<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 20}" text-anchor="middle">matured local stays</text>
<circle cx="${LEFT + 8}" cy="${HEIGHT - 8}" r="5" fill="#2d5b8a"/><text x="${LEFT + 20}" y="${HEIGHT - 4}">shipped prior and local stays</text>
<rect x="${LEFT + 240}" y="${HEIGHT - 12}" width="8" height="8" fill="#a65212"/><text x="${LEFT + 256}" y="${HEIGHT - 4}">local stays alone</text>
</svg>
`;
}
