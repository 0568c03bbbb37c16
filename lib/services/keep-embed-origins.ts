import { and, eq, isNull } from "drizzle-orm";
import { CONNECTION_SETTINGS } from "@/lib/core/connections/connection-settings";
import { connections } from "@/lib/io/database/connection-schema";
import type { House } from "@/lib/services/house";

/** A page that is added or taken away is one within this time, in every process. */
const EVERY_MS = 15_000;

/** On globalThis, because the proxy is a bundle of its own in this process and asks no database. */
const holder = globalThis as typeof globalThis & { [key: symbol]: unknown };
const KEY = Symbol.for("wardlight.embed-origins");

async function findEmbedOrigins({ database }: House): Promise<readonly string[]> {
  const rows = await database.transaction((tx) =>
    tx
      .select({ settings: connections.settings })
      .from(connections)
      .where(and(eq(connections.kind, "smart-server"), isNull(connections.disabledAt))),
  );
  const origins = rows.flatMap(({ settings }) => {
    const parsed = CONNECTION_SETTINGS["smart-server"].safeParse(settings);
    return parsed.success ? parsed.data.embedOrigins : [];
  });
  return [...new Set(origins)].sort();
}

/** Keeps the list of pages that may show Wardlight in a frame, for the proxy (`app/_adapters/embed-origins.ts`). */
export async function keepEmbedOrigins(house: House): Promise<{ close(): void }> {
  const read = async (): Promise<void> => {
    holder[KEY] = await findEmbedOrigins(house);
  };
  await read();
  const timer = setInterval(() => {
    read().catch((error: unknown) => house.log.warn({ err: error }, "the list of embedding pages could not be read"));
  }, EVERY_MS);
  timer.unref();
  return { close: () => clearInterval(timer) };
}
