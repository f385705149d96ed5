import { describe, expect, test } from 'vitest';
import { formatPrice } from './price.ts';
import { limitAt, startTrial, type Trial } from '../testing/engine-trial.ts';
import { FARTHEST_TICKS, nextDistance } from './market-walk.ts';
import { seededDraw } from './random.ts';

const walking = '  market: { moves: walk, interval_ms: 250, seed: 7 }';

function history(trial: Trial, steps: number): string[] {
  const seen: string[] = [];
  trial.engine.listen((event) => {
    if (event.kind !== 'quote') return;
    const { bid, ask } = trial.engine.quote(event.contract);
    seen.push(`${event.contract.symbol} ${formatPrice(bid!)} ${formatPrice(ask!)}`);
  });
  for (let n = 0; n < steps; n += 1) trial.clock.advance(250);
  return seen;
}

describe('the market', () => {
  test('stands still unless the scenario lets it move', () => {
    expect(history(startTrial(), 20)).toEqual([]);
  });

  test('moves the same way for the same seed, and another way for another', () => {
    const first = history(startTrial(walking), 50);
    expect(first.length).toBeGreaterThan(100);
    expect(history(startTrial(walking), 50)).toEqual(first);
    expect(history(startTrial(walking.replace('7', '8')), 50)).not.toEqual(first);
  });

  test('keeps the spread and stays within five ticks of its start', () => {
    const spy = history(startTrial(walking), 2_000)
      .filter((line) => line.startsWith('SPY'))
      .map((line) =>
        line
          .split(' ')
          .slice(1)
          .map((text) => Math.round(Number(text) * 100)),
      );
    expect(new Set(spy.map(([bid, ask]) => ask! - bid!))).toEqual(new Set([2]));
    const bids = spy.map(([bid]) => bid!);
    expect(Math.min(...bids)).toBeGreaterThanOrEqual(49_995);
    expect(Math.max(...bids)).toBeLessThanOrEqual(50_005);
    expect(new Set(bids).size).toBeGreaterThanOrEqual(8);
  });

  test('fills a resting order when it comes to its limit', () => {
    const { place, lines, clock } = startTrial(walking);
    place(limitAt('500.00'));
    expect(lines).toHaveLength(4);
    for (let n = 0; n < 400; n += 1) clock.advance(250);
    expect(lines[4]).toBe('11 10 at 500.00');
  });

  test('does not move a price below zero', () => {
    const quotes = '  quotes: { SPY: { bid: "0.02", ask: "0.03" } }';
    const seen = history(startTrial(`${walking}\n${quotes}`), 500);
    expect(seen.filter((line) => / (0\.00|-)/.test(line))).toEqual([]);
  });

  test('knows no quote of a contract that it does not list', () => {
    expect(() => {
      startTrial().engine.setQuote('NOPE', {});
    }).toThrow('no contract is called NOPE');
  });
});

test('a distance changes by at most one tick and never beyond the farthest', () => {
  for (let distance = -FARTHEST_TICKS; distance <= FARTHEST_TICKS; distance += 1) {
    const next = Array.from({ length: 20 }, (_, drawn) => nextDistance(distance, () => drawn));
    expect(next.filter((to) => to === distance)).toHaveLength(10);
    expect(next.filter((to) => to === distance + 1)).toHaveLength(FARTHEST_TICKS - distance);
    expect(next.filter((to) => to === distance - 1)).toHaveLength(FARTHEST_TICKS + distance);
  }
});

test('draws spread evenly enough over a small range', () => {
  const draw = seededDraw(1);
  const counts = new Array<number>(20).fill(0);
  for (let n = 0; n < 20_000; n += 1) counts[draw(20)]! += 1;
  expect(Math.min(...counts)).toBeGreaterThan(850);
  expect(Math.max(...counts)).toBeLessThan(1_150);
});
