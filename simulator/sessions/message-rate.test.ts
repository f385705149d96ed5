import { afterEach, describe, expect, test } from 'vitest';
import { SocketTrial } from '../testing/socket-trial.ts';
import { MessageRate } from './message-rate.ts';

/** The verdicts on so many messages at one instant, each kind with its count. */
function burst(rate: MessageRate, now: number, count: number): Record<string, number> {
  const kinds: Record<string, number> = {};
  for (let n = 0; n < count; n += 1) {
    const { kind } = rate.judge(now);
    kinds[kind] = (kinds[kind] ?? 0) + 1;
  }
  return kinds;
}

describe('within a second', () => {
  test('fifty messages are taken, with one warning near the end, and no more', () => {
    const rate = new MessageRate();
    expect(burst(rate, 0, 50)).toEqual({ take: 49, warn: 1 });
    expect(rate.judge(999)).toEqual({ kind: 'refuse', received: 51, violations: 1 });
    expect(rate.judge(999)).toEqual({ kind: 'refuse', received: 52, violations: 1 });
    expect(rate.judge(1_000)).toEqual({ kind: 'take' });
  });

  test('one that goes by slides with the messages', () => {
    const rate = new MessageRate();
    burst(rate, 0, 25);
    burst(rate, 600, 25);
    expect(burst(rate, 999, 1)).toEqual({ refuse: 1 });
    expect(burst(rate, 1_000, 26)).toEqual({ take: 25, refuse: 1 });
  });

  test('forty-five a second for ever are never refused', () => {
    const rate = new MessageRate();
    for (let now = 0; now < 10_000; now += 1_000 / 45)
      expect(rate.judge(now).kind).not.toBe('refuse');
  });
});

test('the third second of too many ends it', () => {
  const rate = new MessageRate();
  expect(burst(rate, 0, 60)).toMatchObject({ refuse: 10 });
  expect(burst(rate, 2_000, 60)).toMatchObject({ refuse: 10 });
  expect(burst(rate, 4_000, 51)).toMatchObject({ cut: 1 });
});

describe('over the socket', () => {
  const trial = new SocketTrial();
  afterEach(() => trial.end());

  const scenario = (pacing: string): string =>
    `gateway: { accounts: [{ id: DU1 }], pacing: ${pacing} }`;
  const asks = new Array<string>(60).fill('8|1|1');

  test('a gateway that paces warns, refuses, and in the end closes', async () => {
    await trial.start(scenario('gateway'));
    const raw = trial.client();
    await raw.login(1);
    for (let second = 0; second < 3; second += 1) {
      raw.send(...asks);
      if (second < 2) await raw.until(() => raw.messages.length === 61);
      if (second === 0) {
        const said = raw.messages.filter(([kind]) => kind === '4');
        expect(said[0]?.slice(2, 4)).toEqual(['-1', '0']);
        expect(said[1]?.slice(2, 5)).toEqual([
          '-1',
          '100',
          'Max rate of messages per second has been exceeded:max=50 rec=51 (1)',
        ]);
        expect(said).toHaveLength(11);
      }
      if (second < 2) raw.messages.length = 0;
      trial.clock.advance(1_000);
    }
    await raw.until(() => raw.closed);
    expect(raw.messages.filter(([kind]) => kind === '9')).toHaveLength(50);
  });

  test('one that does not takes everything', async () => {
    await trial.start(scenario('none'));
    const raw = trial.client();
    await raw.login(1);
    expect(await raw.answers(...asks)).toHaveLength(60);
  });
});
