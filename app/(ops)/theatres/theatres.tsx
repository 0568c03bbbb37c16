"use client";
import { useRouter } from "next/navigation";
import { saveProfileAction, setStockAction, setTheatresAction } from "@/app/_adapters/theatres-actions";
import { TheatresScreen } from "@/components/theatres/theatres-screen";
import type { TheatresView } from "@/lib/core/theatres/theatres-view";

const ACTIONS = { setTheatres: setTheatresAction, saveProfile: saveProfileAction, setStock: setStockAction };

/** The screen with what it may do. */
export function Theatres({ view, asked }: { readonly view: TheatresView; readonly asked: string }) {
  const router = useRouter();
  return <TheatresScreen view={view} asked={asked} actions={ACTIONS} refresh={() => router.refresh()} />;
}
