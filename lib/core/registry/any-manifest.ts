import type { AdmissionManifest } from "@/lib/core/admission/admission-manifest";
import type { Manifest } from "@/lib/core/model/manifest";

/** A registered version's manifest, of whichever task. */
export type AnyManifest = Manifest | AdmissionManifest;
