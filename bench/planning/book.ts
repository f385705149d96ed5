/*
 * A book for `bench:plan --input`: positions in shares, prices in dollars, targets in percent of
 * what is invested, cash in dollars, settings by the keys of settings.ini.
 */
import { z } from 'zod';
import { plannerInput, type PlannerInput } from '../../src/core/testing/example-account.ts';
import { describeProblem } from '../../src/core/units/problem.ts';
import { readSettings } from '../../src/inputs/read-settings.ts';
import { SETTING_KEYS } from '../../src/inputs/settings-keys.ts';
import { ACCOUNT_ID } from '../../src/core/testing/example-account.ts';

const numbers = z.record(z.string(), z.number());
const bookShape = z.strictObject({
  positions: numbers,
  prices: numbers,
  targets: numbers,
  cash: z.number(),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
});

/** What the planner is given for a book; throws when the book cannot be read. */
export function readBook(text: string): PlannerInput {
  const { positions, prices, targets, cash, settings } = bookShape.parse(JSON.parse(text));
  const symbols = new Set([...Object.keys(targets), ...Object.keys(positions)]);
  const example = {
    cash: cash.toFixed(8),
    etfs: [...symbols].sort().map((symbol) => {
      const price = prices[symbol];
      if (price === undefined) throw new Error(`prices: ${symbol} is missing`);
      const [weight, held = 0] = [targets[symbol], positions[symbol]];
      return {
        symbol,
        price: price.toFixed(4),
        held: held.toFixed(4),
        ...(weight === undefined ? {} : { weight: weight.toFixed(6) }),
      };
    }),
  };
  return { ...plannerInput(example), settings: settingsOf(settings) };
}

/** The settings as the settings file would be read, with these keys in their sections. */
function settingsOf(written: Readonly<Record<string, string | number | boolean>>) {
  const known = Object.keys(SETTING_KEYS);
  const lines = Object.entries(written).map(([key, value]) => {
    const places = known.filter((place) => place.endsWith(`.${key}`));
    const [place] = places;
    if (place === undefined || places.length > 1) throw new Error(`settings: unknown key ${key}`);
    return `[${place.slice(0, place.indexOf('.'))}]\n${key} = ${value}`;
  });
  const text = [`[accounts]\nids = ${ACCOUNT_ID}`, '[models]\nonly = 1', ...lines].join('\n');
  const read = readSettings(text, 'settings');
  if (!read.ok) throw new Error(read.problems.map(describeProblem).join('; '));
  return read.value;
}
