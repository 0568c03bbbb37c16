"use client";
import { useState } from "react";

/**
 * What stood somewhere when a form on it was opened, and what somebody else has put there since. `stands` is what the
 * screen knows by now; `refresh` has it read anew.
 */
export function useSeen<Value>(stands: Value, refresh: () => void) {
  const [opened] = useState(stands);
  const [isRefused, setIsRefused] = useState(false);
  return {
    /** To be sent along: once theirs was shown, that, so that saving again is meant. */
    seen: isRefused ? stands : opened,
    /** A change was refused, and what somebody else put there is known. */
    isChanged: isRefused && JSON.stringify(opened) !== JSON.stringify(stands),
    /** The change was refused because of it. */
    refused: () => {
      setIsRefused(true);
      refresh();
    },
  };
}
