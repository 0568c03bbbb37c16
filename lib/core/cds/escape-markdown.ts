/** What has a meaning in GitHub Flavored Markdown wherever it stands. */
const SPECIAL = /[\\`*_[\]<>#|~&@]|:(?=\/\/)/g;
/** What has one at the beginning of a line, or makes a link of a bare word. */
const AT_START = /^([-+]|\d{1,9}[.)])/;
const WWW = /www\./gi;

/**
 * A value as GitHub Flavored Markdown that shows it letter by letter: on one line, and nothing in it is markup, a link
 * or HTML.
 * @see https://github.github.com/gfm/#backslash-escapes
 */
export function escapeMarkdown(value: string): string {
  return value
    .replace(/\s+/g, " ")
    .trim()
    .replace(SPECIAL, "\\$&")
    .replace(AT_START, (start) => `${start.slice(0, -1)}\\${start.slice(-1)}`)
    .replace(WWW, (word) => `${word.slice(0, 3)}\\.`);
}
