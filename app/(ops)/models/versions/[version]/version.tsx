"use client";
import { useVersionActions } from "@/app/(ops)/models/use-version-actions";
import { VersionScreen } from "@/components/models/version-screen";
import type { VersionView } from "@/lib/core/registry/versions-view";

/** One version's page, wired to its verbs. */
export function Version({ view }: { readonly view: VersionView }) {
  return <VersionScreen view={view} actions={useVersionActions()} />;
}
