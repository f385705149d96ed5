import { expect, it } from 'vitest';
import { chromiumForTests, expectReadable, PAPER, paperOf } from './look-at.ts';
import { manyRuns } from './many-runs.ts';

const { open } = chromiumForTests();

it('the page about many runs is quiet, fits every screen and is readable by all', async () => {
  const { page, noise } = await open(manyRuns());
  await expectReadable(page);
  expect(noise).toEqual([]);
  await page.close();
});

it('the page about many runs draws what is known of each, and prints', async () => {
  const { page } = await open(manyRuns());
  const drawn = await page.evaluate<number[]>(
    `[...document.querySelectorAll('figure')].map((figure) => figure.querySelectorAll('tbody rect').length)`,
  );
  // Drift before and after of 21 runs but one; turnover and commissions of all 24; slippage of all but one.
  expect(drawn).toEqual([41, 24, 24, 23]);
  expect(await page.evaluate<number>(`document.querySelectorAll('tbody tr').length`)).toBe(4 * 24);
  const headings = await page.evaluate<string[]>(
    `[...document.querySelectorAll('h1, h2')].map((each) => each.textContent)`,
  );
  expect(headings).toEqual(['24 runs that traded', 'DU1234567', '<b>DU2</b>']);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  expect(await page.evaluate(paperOf)).toBe(PAPER.print);
  await page.close();
});
