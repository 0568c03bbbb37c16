import type { Role } from "@/lib/core/access/access";

/** An account as an administrator sees it. Times are ISO 8601. */
export interface AccountView {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly wards: readonly { readonly id: string; readonly name: string }[];
  /** Has a password here, and whether it was matched to the identity provider. */
  readonly signsInWith: { readonly password: boolean; readonly provider: boolean };
  readonly createdAt: string;
  readonly disabledAt: string | null;
  readonly lastSignInAt: string | null;
  /** Sessions that are open now. */
  readonly openSessions: number;
}

/** What an administrator sees: everybody who may sign in, and the wards there are. */
export interface AccountList {
  readonly accounts: readonly AccountView[];
  readonly wards: readonly { readonly id: string; readonly name: string }[];
}
