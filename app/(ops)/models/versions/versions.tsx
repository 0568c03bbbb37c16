"use client";
import { useVersionActions } from "@/app/(ops)/models/use-version-actions";
import { VersionsScreen } from "@/components/models/versions-screen";
import type { VersionsView } from "@/lib/core/registry/versions-view";

/** The page of all versions, wired to its verbs. */
export function Versions({ view }: { readonly view: VersionsView }) {
  return <VersionsScreen view={view} actions={useVersionActions()} />;
}
