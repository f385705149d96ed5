import { afterEach, expect, test } from 'vitest';
import { SocketTrial } from '../testing/socket-trial.ts';
import { HistoryPace } from './history-pace.ts';

test('the same request is too soon for fifteen seconds, another is not', () => {
  const pace = new HistoryPace();
  expect(['SPY', 'VTI', 'SPY'].map((what) => pace.isTooSoon(what, 0))).toEqual([
    false,
    false,
    true,
  ]);
  expect(pace.isTooSoon('SPY', 14_999)).toBe(true);
  expect(pace.isTooSoon('SPY', 15_000)).toBe(false);
});

test('sixty requests are taken within ten minutes', () => {
  const pace = new HistoryPace();
  const taken = Array.from({ length: 70 }, (_, at) => pace.isTooSoon(String(at), at));
  expect(taken.filter((tooSoon) => !tooSoon)).toHaveLength(60);
  // The first is forgotten then, and one more fits.
  expect([600_000, 600_000].map((now, at) => pace.isTooSoon(`late ${at}`, now))).toEqual([
    false,
    true,
  ]);
});

const trial = new SocketTrial();
afterEach(() => trial.end());

const bars = (id: number): string =>
  `20|${id}|0|SPY|STK||0.0|||SMART||USD|||0||1 day|3 D|1|TRADES|1|0|`;

test.each([
  ['gateway', ['17', '4']],
  ['none', ['17', '17']],
])('a gateway with pacing: %s answers so', async (pacing, kinds) => {
  await trial.start(`gateway: { accounts: [{ id: DU1 }], pacing: ${pacing} }`);
  const raw = trial.client();
  await raw.login(1);
  const answers = await raw.answers(bars(1), bars(2));
  expect(answers.map((text) => text.split('|')[0])).toEqual(kinds);
  if (pacing === 'none') return;
  const other = trial.client();
  await other.login(2);
  // The limit is of the whole gateway.
  expect((await other.answers(bars(7)))[0]).toContain('4|2|7|162|');
  trial.clock.advance(15_000);
  expect((await raw.answers(bars(3)))[0]).toContain('17|3|');
});
