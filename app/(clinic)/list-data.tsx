"use client";
import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import { makeQueryClient } from "@/app/query-client";
import { worklistKey } from "@/components/worklist/worklist-key";
import type { Worklist } from "@/lib/core/worklist/worklist";

interface ListDataProps {
  readonly wardId: string | null;
  /** The list as JSON: five hundred patients go through React as one text, not as twenty thousand values. */
  readonly text: string;
  /** When it was read; milliseconds. */
  readonly at: number;
  readonly children: ReactNode;
}

/** Gives the list below it what the server has read. */
export function ListData({ wardId, text, at, children }: ListDataProps) {
  const state = useMemo(() => {
    const client = makeQueryClient();
    client.setQueryData<Worklist>(worklistKey(wardId), JSON.parse(text), { updatedAt: at });
    const dehydrated = dehydrate(client);
    client.clear();
    return dehydrated;
  }, [wardId, text, at]);
  return <HydrationBoundary state={state}>{children}</HydrationBoundary>;
}
