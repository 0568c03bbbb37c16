import autocannon from "autocannon";

/** What one way of reading the list took, in milliseconds. */
export interface LoadResult {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly perSecond: number;
  /** Requests answered. */
  readonly count: number;
  readonly megabytesPerSecond: number;
  /** Each answer's milliseconds. */
  readonly taken: readonly number[];
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

export function toPercentiles(milliseconds: readonly number[]): Pick<LoadResult, "p50" | "p95" | "p99"> {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  return { p50: at(sorted, 0.5), p95: at(sorted, 0.95), p99: at(sorted, 0.99) };
}

interface Load {
  readonly url: string;
  /** One connection each, each a person of their own. */
  readonly cookies: readonly string[];
  readonly seconds: number;
  /** Requests a second of each; left out, they ask again at once. */
  readonly rate?: number;
  /** Sent as If-None-Match. */
  readonly etag?: string;
  /** As browsers do. */
  readonly isCompressed?: boolean;
}

/** Everybody reads at once. Throws where any answer was not the one expected. */
export async function readAtOnce({ url, cookies, seconds, rate, etag, isCompressed }: Load): Promise<LoadResult> {
  let next = 0;
  const taken: number[] = [];
  const wanted = etag === undefined ? 200 : 304;
  const run = autocannon({
    url,
    connections: cookies.length,
    duration: seconds,
    ...(rate === undefined ? {} : { connectionRate: rate }),
    setupClient: (client) => {
      const cookie = cookies[next++ % cookies.length] ?? "";
      client.setHeaders({
        cookie,
        "x-wardlight-background": "1",
        ...(etag === undefined ? {} : { "if-none-match": etag }),
        ...(isCompressed ? { "accept-encoding": "gzip" } : {}),
      });
    },
  });
  const wrong = new Map<number, number>();
  run.on("response", (_client, status, _bytes, milliseconds) => {
    taken.push(milliseconds);
    if (status !== wanted) wrong.set(status, (wrong.get(status) ?? 0) + 1);
  });
  const { requests, throughput, errors, timeouts } = await run;
  if (errors + timeouts + wrong.size > 0)
    throw new Error(`${errors} errors, ${timeouts} timeouts, answers by status: ${JSON.stringify([...wrong])}`);
  return {
    ...toPercentiles(taken),
    perSecond: requests.average,
    count: taken.length,
    megabytesPerSecond: throughput.average / 1e6,
    taken,
  };
}
