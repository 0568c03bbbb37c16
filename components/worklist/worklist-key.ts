/** Names one ward's list in the cache, on the server and in the browser alike. */
export const worklistKey = (wardId: string | null) => ["worklist", wardId] as const;
