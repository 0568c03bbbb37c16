export interface EhrOptions {
  readonly port: number;
  readonly redirectUris: readonly string[];
  readonly launches: Readonly<Record<string, { readonly patient?: string; readonly encounter?: string }>>;
  readonly roles?: Readonly<Record<string, readonly { readonly code: string; readonly location: string }[]>>;
  /** How it answers who has which role; may be changed while it runs. */
  readonly search?: { ignoresWhose?: boolean; pageSize?: number };
  readonly configuration?: object;
  readonly claims?: object;
  /** The app's public keys: it must prove who it is. */
  readonly jwks?: object;
}

export interface Ehr {
  readonly base: string;
  readonly issuer: string;
  /** The authorization requests that came, newest last. */
  readonly asked: readonly Readonly<Record<string, string>>[];
  close(): Promise<void>;
}

export function startEhr(options: EhrOptions): Promise<Ehr>;
