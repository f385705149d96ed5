import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wideReports } from './wide-report.ts';

const runs = join(import.meta.dirname, '../golden/runs');
const golden = (name: string): string => readFileSync(join(runs, name), 'utf8');
const wide = await wideReports();

const pages: readonly (readonly [string, string])[] = [
  ['nothing to trade', golden('no-trade/pre.html')],
  ['a plan that may not be sent', golden('blocked/pre.html')],
  ['a plan of the total drift', golden('total-drift/pre.html')],
  ['a run that went through', golden('swap/post.html')],
  ['an account on margin', golden('margin/post.html')],
  ['a conversion', golden('fx/post.html')],
  ['an order filled in part', golden('partial/post.html')],
  ['an unknown outcome', golden('unknown/post.html')],
  ['hostile text', golden('hostile/post.html')],
  ['60 symbols, planned', wide.pre],
  ['60 symbols, traded', wide.post],
];

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

const PAPER = { light: 'rgb(252, 252, 250)', dark: 'rgb(20, 24, 27)', print: 'rgb(255, 255, 255)' };
const paperOf = 'getComputedStyle(document.body).backgroundColor';

describe.each(pages)('the HTML report of %s', (_, html) => {
  it('is quiet, fits every screen in both colour schemes, and is readable by all', async () => {
    const { page, noise } = await open(html);
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
    expect(noise).toEqual([]);
    await page.close();
  });

  it('draws every chart, and prints', async () => {
    const { page } = await open(html);
    const marks = await page.evaluate<number[]>(
      `[...document.querySelectorAll('tbody .c')].map((cell) => cell.querySelectorAll('svg *').length)`,
    );
    expect(marks.length).toBeGreaterThan(4);
    expect(marks.every((count) => count > 0)).toBe(true);
    const sections = await page.evaluate<string[]>(
      `[...document.querySelectorAll('h2')].map((each) => each.textContent)`,
    );
    expect(sections).toEqual(
      expect.arrayContaining(['Allocation', 'Drift', 'Cash walk', 'All holdings']),
    );
    const lives = await page.evaluate<number[]>(
      `[...document.querySelectorAll('.life')].map((each) => each.querySelectorAll('svg').length)`,
    );
    expect(lives.every((count) => count === 1)).toBe(true);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate(paperOf)).toBe(PAPER.print);
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    await page.close();
  });
});

it('60 symbols stay below 200 kB', () => {
  expect(Buffer.byteLength(wide.pre)).toBeLessThan(200_000);
  expect(Buffer.byteLength(wide.post)).toBeLessThan(200_000);
});
