"use server";
import type { Result } from "@/app/_adapters/act";
import { readStayPage } from "@/app/(clinic)/stays/[stayId]/read-stay-page";
import type { StayPage } from "@/components/patient/stay-page";

/** Server action: how an open page asks again by itself; that does not keep a session open. */
export async function refreshStayPage(stayId: string): Promise<Result<StayPage>> {
  return readStayPage(stayId, { background: true });
}
