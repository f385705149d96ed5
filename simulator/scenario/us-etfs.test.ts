import { expect, test } from 'vitest';
import { marginRates } from '../engine/margin-rates.ts';
import { price } from '../engine/price.ts';
import { builtInListings, CENT_RULE } from './catalogue.ts';
import { defaultScenario } from './default-scenario.ts';
import { parseScenario } from './parse-scenario.ts';

const listings = builtInListings();
const conIdOf = (symbol: string): number | undefined =>
  listings.find(({ contract }) => contract.symbol === symbol)?.contract.conId;

test('there are the sixty or so most used US ETFs, each listed once under its own conId', () => {
  const etfs = listings.filter(({ contract }) => contract.stockType === 'ETF');
  expect(etfs.length).toBeGreaterThanOrEqual(60);
  for (const key of ['symbol', 'conId', 'name'] as const) {
    expect(new Set(listings.map(({ contract }) => contract[key])).size).toBe(listings.length);
  }
});

test('a conId stays with its fund when others are added', () => {
  // One from the beginning, the last of the first list, the first and the last that came later.
  expect(['SPY', 'VTI', 'SLV', 'ITOT', 'SQQQ', 'AAPL', 'MSFT'].map(conIdOf)).toEqual([
    756_733, 900_000_001, 900_000_041, 900_000_042, 900_000_077, 265_598, 900_000_901,
  ]);
  const added = parseScenario(
    `${defaultScenario}  contracts: [{ symbol: NEWA }, { symbol: NEWB }]`,
  );
  const own = added.engine.contracts.filter(({ symbol }) => symbol.startsWith('NEW'));
  expect(own.map(({ conId }) => conId)).toEqual([910_000_001, 910_000_002]);
});

test.each(listings.map(({ contract, quote }) => [contract.symbol, contract, quote] as const))(
  '%s is quoted on its grid, with a spread that a used fund has',
  (_, contract, { bid, ask }) => {
    expect(contract.marketRule).toBe(CENT_RULE);
    expect([bid! % price('0.01'), ask! % price('0.01')]).toEqual([0n, 0n]);
    expect(bid).toBeGreaterThan(price('10'));
    expect(ask! - bid!).toBeGreaterThanOrEqual(price('0.01'));
    // At most 6 basis points of its price.
    expect((ask! - bid!) * 10_000n).toBeLessThanOrEqual(6n * bid!);
  },
);

test.each([
  [['SSO', 'QLD', 'SDS'], 50n],
  [['UPRO', 'TQQQ', 'SQQQ', 'SOXL', 'SPXL', 'TNA'], 75n],
  [['SH', 'JPST', 'SGOV', 'BIL', 'VTI', 'GLD'], 25n],
])('%s take %s hundredths to keep', (symbols, percent) => {
  for (const symbol of symbols) {
    const { contract } = listings.find((listing) => listing.contract.symbol === symbol)!;
    expect([symbol, marginRates(contract, 'margin').maintenance]).toEqual([symbol, percent]);
  }
});
