/* Pages as their readers see them, in Debian's chromium. */
import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';

export const PAPER = {
  light: 'rgb(252, 252, 250)',
  dark: 'rgb(20, 24, 27)',
  print: 'rgb(255, 255, 255)',
};
export const paperOf = 'getComputedStyle(document.body).backgroundColor';

/** A browser for the tests of this file. */
export function chromiumForTests() {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
    });
  });
  afterAll(() => browser.close());

  /** A page that tells of every request and every word in its console. */
  async function open(html: string): Promise<{ readonly page: Page; readonly noise: string[] }> {
    const page = await browser.newPage();
    const noise: string[] = [];
    page.on('console', (message) => noise.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => noise.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (!request.url().startsWith('data:text/html')) noise.push(`request: ${request.url()}`);
    });
    const encoded = Buffer.from(html).toString('base64');
    await page.goto(`data:text/html;charset=utf-8;base64,${encoded}`);
    return { page, noise };
  }
  return { open };
}

/** Fits every screen in both colour schemes and is readable by all. */
export async function expectReadable(page: Page): Promise<void> {
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect([width, wide <= width, wide]).toEqual([width, true, wide]);
      // The style sheet counts: the policy lets it in.
      expect(await page.evaluate(paperOf)).toBe(PAPER[colorScheme]);
    }
  }
  expect(await seriousFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await seriousFaults(page)).toEqual([]);
}

/** What the accessibility checker finds serious or worse. */
async function seriousFaults(page: Page): Promise<readonly string[]> {
  // The checker is put into the page from outside; the page itself may load nothing.
  await page.evaluate(axe.source);
  const found = await page.evaluate<{
    readonly violations: readonly { readonly id: string; readonly impact: string }[];
  }>('axe.run()');
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id }) => id);
}
