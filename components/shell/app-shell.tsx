import type { ReactNode } from "react";
import { Brand } from "@/components/shell/brand";
import { type Place, Rail } from "@/components/shell/rail";
import type { Theme } from "@/components/shell/theme";
import type { Role } from "@/lib/core/access/access";
import { ROLE_WORDS } from "@/lib/core/access/role-words";

interface AppShellProps {
  readonly person: { readonly name: string; readonly role: Role };
  readonly theme: Theme;
  /** Synthetic patients and simulated outcomes: said on every screen. */
  readonly isDemo: boolean;
  /** Where this role can go. */
  readonly places: readonly Place[];
  readonly signOut: ReactNode;
  readonly children: ReactNode;
}

/** What every signed-in screen has around it. */
export function AppShell({ person, theme, isDemo, places, signOut, children }: AppShellProps) {
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[208px_minmax(0,1fr)] print:block">
      <a
        href="#main"
        className="sr-only z-50 rounded-lg bg-accent px-4 py-2 font-semibold text-accent-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <Rail
        brand={<Brand />}
        places={places}
        theme={theme}
        name={person.name}
        role={ROLE_WORDS[person.role]}
        signOut={signOut}
      />
      <div className="min-w-0">
        {isDemo && (
          <aside
            aria-label="About this demonstration"
            className="m-0 border-b border-line bg-sunken px-4 py-1 text-sm text-mut sm:px-6.5 print:px-0"
          >
            Synthetic patients. Outcomes are simulated.
          </aside>
        )}
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto max-w-[1320px] px-4 pt-4 pb-12 outline-none sm:px-6.5 print:max-w-none print:p-0"
        >
          {children}
        </main>
      </div>
    </div>
  );
}
