import type { Page } from "@playwright/test";

/** The server's answer to something sent with these words in it: what is shown at once is saved a moment later. */
export async function answered(page: Page, words: string): Promise<void> {
  await page.waitForResponse(
    (one) => one.request().method() === "POST" && (one.request().postData() ?? "").includes(words),
  );
}
