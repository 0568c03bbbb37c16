/** Past errors of one series (seen − foretold), one array a past origin; not-a-number where nothing was counted. */
export type PastErrors = readonly Float64Array[];

/** How far a series may end from its point: in its own units, by horizon (from 0) and level. */
export type Spread = (ahead: number, level: number) => number;

const meanOf = (of: readonly number[]): number => of.reduce((sum, value) => sum + value, 0) / Math.max(of.length, 1);

/** The value at `share` of sorted ones, between neighbours by proportion. */
function quantileOf(sorted: Float64Array, share: number): number {
  const at = Math.min(Math.max(share, 0), 1) * (sorted.length - 1);
  const below = sorted[Math.floor(at)] as number;
  return below + (at % 1) * ((sorted[Math.ceil(at)] as number) - below);
}

/**
 * Conformal spreads for series forecast together, as split conformal has them: past errors, of points that were not
 * fitted to them, are measured in the series' own mean absolute error and in how errors grow with the horizon, put
 * together over all series, and their quantiles are taken a little further out the fewer past origins there are. Past
 * errors that are skewed or lie to one side stay so: the median need not be the point. Days are not exchangeable, so that
 * no coverage is guaranteed.
 * @see Lei et al. 2018, doi:10.1080/01621459.2017.1307116
 */
export function conformalSpreads(pasts: readonly PastErrors[], horizon: number): readonly Spread[] {
  const sizes = pasts.map((errors) =>
    Math.max(meanOf(errors.flatMap((row) => [...row].filter((error) => !Number.isNaN(error)).map(Math.abs))), 1e-9),
  );
  const growth = Array.from({ length: horizon }, (_, ahead) =>
    meanOf(
      pasts.flatMap((errors, index) =>
        errors.map((row) => Math.abs(row[ahead] as number) / (sizes[index] as number)).filter((own) => own >= 0),
      ),
    ),
  );
  const standard = Float64Array.from(
    pasts
      .flatMap((errors, index) =>
        errors.flatMap((row) =>
          [...row].map((error, ahead) => error / (sizes[index] as number) / Math.max(growth[ahead] as number, 1e-9)),
        ),
      )
      .filter((error) => !Number.isNaN(error)),
  ).sort();
  const origins = Math.max(...pasts.map((errors) => errors.length), 1) * Math.sqrt(pasts.length);
  return sizes.map(
    (size) => (ahead, level) =>
      size * (growth[ahead] as number) * quantileOf(standard, 0.5 + (level - 0.5) * (1 + 1 / origins)),
  );
}
