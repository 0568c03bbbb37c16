import type { Page } from "@playwright/test";

/** What a finger needs on a phone, in CSS pixels. */
const TARGET = 44;

/**
 * Buttons, fields and links of a phone's page that are too low for a finger, by name. A link in the middle of words is
 * as high as they are, and a box to tick as high as its label.
 */
export async function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const targets = document.querySelectorAll<HTMLElement>("button, a[href], input, select, textarea, summary");
    return [...targets].flatMap((element) => {
      const isTick = element.matches("input[type=checkbox], input[type=radio]");
      const target = (isTick && element.closest("label")) || element;
      const { width, height } = target.getBoundingClientRect();
      const { display, clipPath } = getComputedStyle(target);
      // Inline, or there for screen readers until it has focus.
      if (width <= 1 || height <= 1 || display === "inline" || clipPath !== "none") return [];
      const name = element.getAttribute("aria-label") ?? element.textContent ?? element.tagName;
      // Half a pixel is how a browser rounds.
      return height < least - 0.5 ? [`${name.trim()}: ${Math.round(height)}`] : [];
    });
  }, TARGET);
}
