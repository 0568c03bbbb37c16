"use server";
import type { z } from "zod";
import { act } from "@/app/_adapters/act";
import { saveProcedureProfile } from "@/lib/services/procedure-profiles";
import { setStock } from "@/lib/services/stock";
import { setTheatres } from "@/lib/services/theatre-setting";

/** Server action: how many rooms and recovery beds there are. */
export async function setTheatresAction(setting: z.input<typeof setTheatres.input>) {
  return act(setTheatres, setting);
}

/** Server action: what a kind of operation needs. */
export async function saveProfileAction(wanted: z.input<typeof saveProcedureProfile.input>) {
  return act(saveProcedureProfile, wanted);
}

/** Server action: what there is of an item. */
export async function setStockAction(stock: z.input<typeof setStock.input>) {
  return act(setStock, stock);
}
