import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chromiumForTests, expectReadable, PAPER, paperOf } from './look-at.ts';
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

const { open } = chromiumForTests();

describe.each(pages)('the HTML report of %s', (_, html) => {
  it('is quiet, fits every screen in both colour schemes, and is readable by all', async () => {
    const { page, noise } = await open(html);
    await expectReadable(page);
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
