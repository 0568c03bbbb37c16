"use client";
import { useCallback, useState } from "react";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

/** Which patients are chosen. Kept through refreshes; somebody who left the list is no longer chosen. */
export function useSelection(rows: readonly WorklistRow[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const patients = rows.filter(({ stayId }) => chosen.has(stayId));
  const onSelect = useCallback((stayId: string, isSelected: boolean) => {
    setChosen((now) => {
      const next = new Set(now);
      if (isSelected) next.add(stayId);
      else next.delete(stayId);
      return next;
    });
  }, []);
  const selectAll = useCallback((all: readonly WorklistRow[]) => {
    setChosen(new Set(all.map(({ stayId }) => stayId)));
  }, []);
  const clear = useCallback(() => setChosen(new Set()), []);
  return { chosen, patients, onSelect, selectAll, clear };
}
