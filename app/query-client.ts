import { QueryClient } from "@tanstack/react-query";

/** One cache per request on the server and one per page in the browser, with the same habits. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // "always": without a network a request fails and says so, where the default would wait in silence.
      queries: { staleTime: 20_000, retry: 1, refetchOnWindowFocus: true, networkMode: "always" },
      mutations: { networkMode: "always" },
    },
  });
}
