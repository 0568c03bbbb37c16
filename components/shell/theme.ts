export const THEMES = ["light", "dark", "system"] as const;
export type Theme = (typeof THEMES)[number];

/** The cookie the server reads, so that the first paint already has the right colours. */
export const THEME_COOKIE = "wardlight-theme";
