"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import type { Theme } from "@/components/shell/theme";
import { ThemeChoice } from "@/components/shell/theme-choice";
import { classNames } from "@/components/ui/class-names";
import { LinkPending } from "@/components/ui/link-pending";

/** Somewhere to go; `beside` is what is said behind its name. */
export interface Place {
  readonly href: string;
  readonly label: string;
  readonly beside?: ReactNode;
}

interface RailProps {
  readonly brand: ReactNode;
  readonly places: readonly Place[];
  readonly theme: Theme;
  readonly name: string;
  readonly role: string;
  readonly signOut: ReactNode;
}

/** Navigation and account: a column beside the page, a bar above it on a small screen. */
export function Rail({ brand, places, theme, name, role, signOut }: RailProps) {
  const [isOpen, setOpen] = useState(false);
  const path = usePathname();
  return (
    <header className="border-b border-line bg-panel px-4 py-2 lg:sticky lg:top-0 lg:flex lg:h-dvh lg:flex-col lg:border-r lg:border-b-0 lg:px-3 lg:py-4 print:hidden">
      <div className="flex items-center justify-between lg:mx-2 lg:mb-4">
        <Link href="/" className="flex items-center no-underline touch:min-h-11">
          {brand}
        </Link>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls="rail-menu"
          onClick={() => setOpen(!isOpen)}
          className="min-h-9 rounded-lg border border-line px-3 font-semibold touch:min-h-11 text-accent lg:hidden"
        >
          Menu
        </button>
      </div>
      <div id="rail-menu" className={classNames("lg:flex lg:flex-1 lg:flex-col", isOpen ? "block pt-2" : "hidden")}>
        <nav aria-label="Main">
          <ul className="m-0 list-none p-0">
            {places.map(({ href, label, beside }) => {
              const isHere =
                href === "/" ? path === "/" || path.startsWith("/stays/") : `${path}/`.startsWith(`${href}/`);
              return (
                <li key={href}>
                  <Link
                    href={href}
                    aria-current={isHere ? (path === href ? "page" : "true") : undefined}
                    onClick={() => setOpen(false)}
                    className={classNames(
                      "flex min-h-9 items-center touch:min-h-11 rounded-md px-2.5 no-underline",
                      isHere
                        ? "bg-soft font-semibold text-ink shadow-[inset_3px_0_0_var(--accent)]"
                        : "text-mut hover:text-ink",
                    )}
                  >
                    {label}
                    <LinkPending />
                    {beside}
                  </Link>
                </li>
              );
            })}
          </ul>
        </nav>
        <div className="mt-3 flex flex-col gap-2.5 border-t border-line pt-3 pb-1 lg:mt-auto">
          <ThemeChoice initial={theme} />
          <div className="px-1">
            <p className="m-0 min-w-0 leading-5">
              <span className="block font-semibold [overflow-wrap:anywhere]">{name}</span>
              <span className="block text-sm text-mut">{role}</span>
            </p>
            <div className="mt-1.5 flex items-center justify-between gap-2">
              <Link
                href="/account"
                onClick={() => setOpen(false)}
                aria-current={path === "/account" ? "page" : undefined}
                className="quiet-link inline-flex min-h-8 items-center text-sm touch:min-h-11"
              >
                Your account
                <LinkPending />
              </Link>
              {signOut}
            </div>
          </div>
        </div>
      </div>
    </header>
  );
}
