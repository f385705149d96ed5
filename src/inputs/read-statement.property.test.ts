import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PROBLEMS } from '../core/units/problem.ts';
import { readStatement } from './read-statement.ts';

const cell = fc.oneof(
  fc.constantFrom('symbol', 'quantity', 'type', 'value_usd', 'currency', 'amount', 'worth_usd'),
  fc.constantFrom('bid', 'ask', 'last', 'close', 'VTI', 'BND', 'USD', 'CAD', 'USD.CAD', 'CASH'),
  fc.constantFrom('', '0', '1', '-3', '12.5', '1,5', '1e9', 'NaN', '"', '#', '\u202e', '\u0000'),
  fc.string({ maxLength: 6 }),
);
const rows = fc
  .array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 6 })
  .chain((table) =>
    fc
      .constantFrom(',', ';', '\t')
      .map((separator) => table.map((row) => row.join(separator)).join('\n')),
  );
const headed = fc
  .tuple(fc.constantFrom('symbol,quantity', 'currency,amount', 'symbol,bid,ask,last,close'), rows)
  .map(([header, body]) => `${header}\n${body}`);
const file = fc.oneof(
  fc.oneof(rows, headed).map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
);

it('any three files give a statement or clear problems of this kind, never a bug', () => {
  fc.assert(
    fc.property(file, file, file, (positions, cash, prices) => {
      const texts: Readonly<Record<string, Uint8Array>> = { positions, cash, prices };
      const read = readStatement(
        { positions: 'positions', cash: 'cash', prices: 'prices' },
        { environment: {}, read: (path) => texts[path] ?? Buffer.of() },
        ['VTI'],
      );
      if (read.ok) {
        expect(read.value.prices.has('VTI')).toBe(true);
        return;
      }
      expect(read.problems.length).toBeGreaterThan(0);
      for (const { code, where, found, expected, fix } of read.problems) {
        expect(PROBLEMS[code][0]).toBe(8);
        for (const words of [where, found, expected, fix]) {
          expect(words).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]+$/u);
        }
      }
    }),
    { numRuns: 500, seed: 20_261_121 },
  );
}, 60_000);
