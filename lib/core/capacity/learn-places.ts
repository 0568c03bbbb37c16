/** As many patient-days without a move as a unit is taken to have had before any were seen. */
const STILL_DAYS = 30;
/** As many admissions as are taken to have been spread evenly over the units before any were seen. */
const EVEN_ADMISSIONS = 5;

/**
 * Chance a day that a patient of unit u is moved to unit v, from moves seen and patient-days spent: moves / (days + 30).
 * Rows sum to 1 with the chance to stay on the diagonal.
 *
 * @param moves [from][to] moves between units; the diagonal is not looked at
 * @param patientDays by unit
 */
export function learnTransfers(moves: readonly (readonly number[])[], patientDays: readonly number[]): number[][] {
  return moves.map((row, from) => {
    const days = (patientDays[from] ?? 0) + STILL_DAYS;
    const away = row.map((count, to) => (to === from ? 0 : count / days));
    const total = away.reduce((sum, share) => sum + share, 0);
    // More moves than days can only be damaged data; then everybody moves.
    const scale = total > 1 ? 1 / total : 1;
    return away.map((share, to) => (to === from ? Math.max(0, 1 - total) : share * scale));
  });
}

/** Where unscheduled patients go, from where they went: shares that sum to 1, drawn towards even while few are known. */
export function learnUnitShares(admissions: readonly number[]): number[] {
  const total = admissions.reduce((sum, count) => sum + count, 0);
  return admissions.map((count) => (count + EVEN_ADMISSIONS / admissions.length) / (total + EVEN_ADMISSIONS));
}
