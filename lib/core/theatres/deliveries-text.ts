/** What is to come: on which local calendar day (YYYY-MM-DD), and how many. */
interface Delivery {
  readonly day: string;
  readonly count: number;
}

/** One a line: "2026-04-03 10". */
export const deliveriesText = (deliveries: readonly Delivery[]): string =>
  deliveries.map(({ day, count }) => `${day} ${count}`).join("\n");

const isDay = (day: string): boolean =>
  !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);

/** What was typed, empty lines left out; the first line that is no day and whole number where there is one. */
export function readDeliveries(text: string): { readonly deliveries: Delivery[] } | { readonly unread: string } {
  const deliveries: Delivery[] = [];
  for (const line of text.split("\n").map((one) => one.trim())) {
    if (line === "") continue;
    const [, day = "", count = ""] = /^(\d{4}-\d{2}-\d{2})[\s,:]+(\d{1,5})$/.exec(line) ?? [];
    if (!isDay(day)) return { unread: line };
    deliveries.push({ day, count: Number(count) });
  }
  return { deliveries };
}
