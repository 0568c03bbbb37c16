/** What travels between the server and the embedded database's thread; values are PostgreSQL text, bytes themselves. */
export type EmbeddedRequest =
  | {
      readonly id: number;
      readonly kind: "query";
      readonly text: string;
      readonly params: readonly (string | Uint8Array | null)[];
    }
  | { readonly id: number; readonly kind: "close" };

export interface EmbeddedField {
  readonly name: string;
  readonly dataTypeID: number;
}

export type EmbeddedReply =
  | {
      readonly id: number;
      readonly rows: readonly (readonly (string | null)[])[];
      readonly fields: readonly EmbeddedField[];
      readonly rowCount: number;
    }
  | {
      readonly id: number;
      readonly error: {
        readonly message: string;
        readonly code?: string;
        readonly constraint?: string;
        readonly table?: string;
      };
    };
