import type { ConnectionKind } from "@/lib/core/connections/connection";

/** A trusted program as those see it who look after it: never its secret. Times are ISO 8601. */
export interface ConnectionView {
  readonly id: string;
  readonly kind: ConnectionKind;
  readonly name: string;
  readonly issuer: string | null;
  /** By kind, as `CONNECTION_SETTINGS` has it. */
  readonly settings: unknown;
  readonly wards: readonly { readonly id: string; readonly name: string }[];
  readonly hasSecret: boolean;
  readonly createdAt: string;
  /** To the hour or so. */
  readonly lastUsedAt: string | null;
  readonly disabledAt: string | null;
}

/** Every trusted program, and the wards there are to give. */
export interface ConnectionList {
  readonly connections: readonly ConnectionView[];
  readonly wards: readonly { readonly id: string; readonly name: string }[];
}
