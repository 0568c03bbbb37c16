import { THEME_COOKIE, THEMES, type Theme } from "@/components/shell/theme";

/** The reader's choice of colours, from the cookie that the page sets. */
export function readTheme(cookies: { get(name: string): { value: string } | undefined }): Theme {
  const chosen = cookies.get(THEME_COOKIE)?.value;
  return THEMES.find((theme) => theme === chosen) ?? "system";
}
