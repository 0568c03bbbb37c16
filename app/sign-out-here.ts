"use client";
import type { QueryClient } from "@tanstack/react-query";
import { signOut } from "next-auth/react";
import { tellOtherTabs } from "@/components/shell/other-tabs";

/** Ends the session on the server, takes everything read with it, and leaves in every tab. */
export async function signOutHere(client: QueryClient): Promise<void> {
  client.clear();
  await signOut({ redirect: false });
  tellOtherTabs({ kind: "ended" });
  window.location.replace("/sign-in");
}
