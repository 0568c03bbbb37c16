"use client";
import { QueryClientProvider } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { I18nProvider, RouterProvider } from "react-aria-components";
import { makeQueryClient } from "@/app/query-client";
import { LeaveGuard } from "@/components/ui/leave-guard";

/** What every screen needs around it in the browser. */
export function Providers({ children }: { readonly children: ReactNode }) {
  const [client] = useState(makeQueryClient);
  const router = useRouter();
  return (
    <I18nProvider locale="en-GB">
      <RouterProvider navigate={(path) => router.push(path)}>
        <QueryClientProvider client={client}>
          <LeaveGuard />
          {children}
        </QueryClientProvider>
      </RouterProvider>
    </I18nProvider>
  );
}
