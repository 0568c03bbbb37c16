/** The part of autocannon (which brings no types) that the benches use. */
declare module "autocannon" {
  interface Client {
    setHeaders(headers: Readonly<Record<string, string>>): void;
  }
  interface Options {
    readonly url: string;
    readonly connections: number;
    readonly duration: number;
    /** Requests a second and connection; left out, each connection asks again as soon as it was answered. */
    readonly connectionRate?: number;
    readonly setupClient?: (client: Client) => void;
  }
  interface Result {
    readonly latency: Readonly<Record<"p50" | "p97_5" | "p99" | "max" | "average", number>>;
    readonly requests: Readonly<Record<"average" | "total", number>>;
    readonly throughput: Readonly<Record<"average", number>>;
    readonly errors: number;
    readonly timeouts: number;
    readonly non2xx: number;
    readonly statusCodeStats: Readonly<Record<string, { readonly count: number }>>;
  }
  interface Instance extends PromiseLike<Result> {
    on(
      event: "response",
      listener: (client: Client, status: number, bytes: number, milliseconds: number) => void,
    ): void;
  }
  export default function autocannon(options: Options): Instance;
}
