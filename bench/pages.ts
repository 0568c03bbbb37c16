/**
 * What the list of 500 patients costs in a browser: gzipped JavaScript, keystrokes kept while typing quickly into the
 * search, and the longest task meanwhile. Needs Chromium and a built server (npm run build). Run: node bench/run.mjs pages
 */
import { gzipSync } from "node:zlib";
import type { BrowserContext, Page } from "@playwright/test";
import { inBrowser } from "./browser-hospital";

const CURRENT = 500;
const BAR_BYTES = 350 * 1024;
const TYPED = "okafor adeyemi banerjee choi x";
const EVERY_MS = 30;

/** Every script the page loads, by size on the wire with gzip. */
function watchScripts(page: Page): Map<string, number> {
  const sizes = new Map<string, number>();
  page.on("response", async (response) => {
    if (response.request().resourceType() !== "script") return;
    const body = await response.body().catch(() => null);
    if (body) sizes.set(new URL(response.url()).pathname, gzipSync(body).length);
  });
  return sizes;
}

async function openPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(() => {
    const tasks: number[] = [];
    Object.assign(window, { longTasks: tasks });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    }).observe({ entryTypes: ["longtask"] });
  });
  return page;
}

const longTasks = (page: Page): Promise<number[]> =>
  page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks.splice(0));

/** Types without waiting for the page, as fingers do. */
async function typeQuickly(page: Page): Promise<{ kept: number; longest: number }> {
  const search = page.getByRole("searchbox");
  await search.click();
  await longTasks(page);
  for (const key of TYPED) {
    const next = new Promise((wake) => setTimeout(wake, EVERY_MS));
    void page.keyboard.press(key === " " ? "Space" : key);
    await next;
  }
  await page.waitForTimeout(2_000);
  const value = await search.inputValue();
  const kept = [...TYPED].filter((key, at) => value[at] === key).length;
  return { kept, longest: Math.max(0, ...(await longTasks(page))) };
}

await inBrowser(CURRENT, {}, async (context, base) => {
  const page = await openPage(context);
  const scripts = watchScripts(page);
  await page.goto(base);
  await page.getByRole("table", { name: "Discharge list" }).waitFor();
  await page.waitForLoadState("networkidle");
  const rows = await page.locator("a[data-patient]").count();
  const bytes = [...scripts.values()].reduce((sum, size) => sum + size, 0);
  console.log(
    `\n${rows} rows; JavaScript ${(bytes / 1024).toFixed(0)} KB gzipped in ${scripts.size} files (bar ${BAR_BYTES / 1024})`,
  );
  console.log(`longest task while loading ${Math.max(0, ...(await longTasks(page))).toFixed(0)} ms`);
  for (const run of [1, 2, 3]) {
    await page.getByRole("searchbox").fill("");
    await page.waitForTimeout(1_000);
    const { kept, longest } = await typeQuickly(page);
    console.log(
      `typing ${TYPED.length} keys, one in ${EVERY_MS} ms, run ${run}: ${kept} kept, longest task ${longest.toFixed(0)} ms`,
    );
  }
});
