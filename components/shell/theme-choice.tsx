"use client";
import { useState } from "react";
import { THEME_COOKIE, THEMES, type Theme } from "@/components/shell/theme";

const WORDS: Readonly<Record<Theme, string>> = { light: "Light", dark: "Dark", system: "System" };

function apply(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser a ward has
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=31536000; samesite=lax`;
}

/** Light, dark, or as the system has it; kept for next time. */
export function ThemeChoice({ initial }: { readonly initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  return (
    <fieldset className="m-0 flex min-w-0 rounded-lg border border-line p-0.5">
      <legend className="sr-only">Colours</legend>
      {THEMES.map((choice) => (
        <label
          key={choice}
          className="flex min-h-7 flex-1 touch:min-h-11 cursor-pointer items-center justify-center rounded-md px-1.5 text-sm text-mut has-checked:bg-soft has-checked:font-semibold has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="theme"
            value={choice}
            checked={theme === choice}
            onChange={() => {
              setTheme(choice);
              apply(choice);
            }}
            className="sr-only"
          />
          {WORDS[choice]}
        </label>
      ))}
    </fieldset>
  );
}
