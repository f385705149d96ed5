import { expect, it } from 'vitest';
import { goldenRun } from '../golden/golden-runs.ts';

it('a log tells what was asked, every setting, every state of every order, and how it ended', async () => {
  const { logged } = await goldenRun('rejected');
  const of = (event: string) => logged.filter((entry) => entry.event === event);
  expect(logged[0]?.text).toBe('run TEST, asked for: trade');
  expect(of('setting').map(({ text }) => text)).toContain(
    '[ibkr] read_only = false (settings.ini:2)',
  );
  expect(
    of('order').map(({ facts }) => `${facts?.['symbol'] ?? ''} ${facts?.['state'] ?? ''}`),
  ).toEqual(expect.arrayContaining(['VTI sent', 'VTI filled', 'QQQ rejected', 'BND filled']));
  expect(of('order').filter(({ level }) => level === 'ERROR').length).toBe(1);
  expect(of('problem').map(({ facts }) => facts?.['code'])).toEqual(['orders.incomplete']);
  expect(logged.slice(-3).map(({ event }) => event)).toEqual(['summary', 'problem', 'outcome']);
  expect(logged.at(-1)?.text).toBe('traded');
});

it('a log of a run that may not send names the gate', async () => {
  const { logged } = await goldenRun('blocked');
  expect(logged.some(({ event, text }) => event === 'preview' && text.includes('read_only'))).toBe(
    true,
  );
  expect(logged.at(-1)?.text).toBe('refused');
});
