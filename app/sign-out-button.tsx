"use client";
import { useQueryClient } from "@tanstack/react-query";
import { signOutHere } from "@/app/sign-out-here";
import { Button } from "@/components/ui/button";

/** Leaves, and takes everything read with it. */
export function SignOutButton() {
  const client = useQueryClient();
  return (
    <Button onPress={() => void signOutHere(client)} className="shrink-0 px-2.5! py-1! text-sm">
      Sign out
    </Button>
  );
}
