import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** What axe objects to on a page, and whether it scrolls sideways; nothing where it is sound. */
export async function findUnsound(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  return sideways > 0 ? [...said, `scrolls sideways by ${sideways} px`] : said;
}

/** Nothing axe objects to, and nothing that makes the page scroll sideways. */
export async function expectSound(page: Page): Promise<void> {
  expect(await findUnsound(page)).toEqual([]);
}
