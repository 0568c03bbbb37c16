import type { ReactNode } from "react";
import { SignedIn } from "@/app/signed-in";

export const dynamic = "force-dynamic";

export default function OpsLayout({ children }: { readonly children: ReactNode }) {
  return <SignedIn>{children}</SignedIn>;
}
