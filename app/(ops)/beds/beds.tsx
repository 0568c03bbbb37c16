"use client";
import { useRouter } from "next/navigation";
import { setBedsAction, setStaffingAction } from "@/app/_adapters/beds-actions";
import type { BedsActions } from "@/components/beds/beds-actions";
import { BedsScreen, type GroupAsked } from "@/components/beds/beds-screen";
import type { CensusView } from "@/lib/core/capacity/census-view";

const actions: BedsActions = { setBeds: setBedsAction, setStaffing: setStaffingAction };

/** The screen with what it may do. */
export function Beds({ view, asked }: { readonly view: CensusView; readonly asked: GroupAsked }) {
  const router = useRouter();
  return <BedsScreen view={view} asked={asked} actions={actions} refresh={() => router.refresh()} />;
}
