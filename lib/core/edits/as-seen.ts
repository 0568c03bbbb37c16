import { canonicalJson } from "@/lib/core/audit/canonical-json";

/** Whether what stands somewhere is what somebody saw there before they changed it; the order of fields says nothing. */
export const isAsSeen = (seen: unknown, stands: unknown): boolean => canonicalJson(seen) === canonicalJson(stands);
