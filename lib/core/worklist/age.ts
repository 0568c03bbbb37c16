/**
 * Age in whole years on a day (YYYY-MM-DD) from a birth date written as YYYY, YYYY-MM or YYYY-MM-DD; null where it
 * cannot be told. A birth date without a day is read as the latest it can mean, so nobody is made older than they are.
 */
export function ageInYears(birthDate: string | null, today: string): number | null {
  if (birthDate === null || !/^\d{4}(-\d{2}){0,2}/.test(birthDate)) return null;
  const latest = birthDate.slice(0, 4) + (birthDate.slice(4, 7) || "-12") + (birthDate.slice(7, 10) || "-31");
  const years = Number(today.slice(0, 4)) - Number(latest.slice(0, 4));
  const age = today.slice(5) < latest.slice(5) ? years - 1 : years;
  return age < 0 || age > 130 ? null : age;
}
