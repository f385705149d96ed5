import { expect, it } from 'vitest';
import { startTimings } from '../../src/timings.ts';
import { runOnSimulator } from './simulated-run.ts';

const gateway = `
accounts: [{ id: DU1, cash: { USD: '20000.00' }, positions: [{ symbol: VTI, shares: 10 }] }]
fills: { delay_ms: 0 }
`;
const portfolios = 'ETF,MAIN\nVTI,50%\nBND,50%\n';
const setup = { gateway, portfolios };

interface Timed {
  readonly timings?: readonly { readonly what: string }[];
}

/** A clock of which every look is a millisecond later: whatever is done takes some time. */
function ticking(): () => number {
  let now = 0;
  return () => (now += 1);
}

const names = (text = '{}'): readonly string[] | undefined =>
  (JSON.parse(text) as Timed).timings?.map(({ what }) => what);

it('the reports of a run that is measured say where its time went until they were written', async () => {
  const run = await runOnSimulator({ ...setup, timings: startTimings(ticking()) });
  const pre = names(run.files['pre.json']);
  expect(pre).toEqual(
    expect.arrayContaining(['start', 'files', 'connect', 'account', 'contracts', 'prices', 'plan']),
  );
  expect(pre).not.toContain('question');
  expect(names(run.files['post.json'])).toEqual(
    expect.arrayContaining(['reports, preview', 'question', 'account']),
  );
  expect(run.files['pre.html']).toContain('Where the time went');
  expect(run.files['pre.html']).toContain('<th scope="row">connect</th>');
});

it('a run that is not measured says nothing of it, and what is measured changes nothing else', async () => {
  const at = '2026-04-14T15:00:00Z';
  const fixed = {
    ...setup,
    clock: { now: () => Date.parse(at) },
    at,
    permission: { trade: false },
  };
  const plain = await runOnSimulator(fixed);
  const measured = await runOnSimulator({ ...fixed, timings: startTimings(ticking()) });
  expect(names(plain.files['pre.json'])).toBeUndefined();
  expect(plain.files['pre.html']).not.toContain('Where the time went');
  for (const file of ['pre.csv', 'pre.md']) expect(measured.files[file]).toBe(plain.files[file]);
  const { timings, ...rest } = JSON.parse(measured.files['pre.json'] ?? '') as Timed;
  expect(timings?.length).toBeGreaterThan(5);
  expect(rest).toEqual(JSON.parse(plain.files['pre.json'] ?? ''));
  expect(measured.screen).toBe(plain.screen);
});

it('on a clock that stands still the measured reports are the same to the byte', async () => {
  const at = '2026-04-14T15:00:00Z';
  const run = () =>
    runOnSimulator({
      ...setup,
      clock: { now: () => Date.parse(at) },
      at,
      permission: { trade: false },
      timings: startTimings(() => 7),
    });
  const [first, second] = [await run(), await run()];
  expect(second.files).toEqual(first.files);
});
