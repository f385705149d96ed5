import type { Problem } from '../units/problem.ts';
import { isUsdEtf, type Contract } from './contract.ts';

/** The one ETF in US dollars that a symbol means, or the problem with it. */
export function chooseContract(symbol: string, found: readonly Contract[]): Contract | Problem {
  const [first, ...others] = found;
  if (first === undefined) {
    return {
      code: 'contract.not-found',
      where: symbol,
      found: 'the broker knows no such stock in US dollars',
      expected: 'a US-listed ETF',
      fix: `Check the spelling, or write "${symbol} = conId:<number>" under [symbol_overrides].`,
    };
  }
  if (others.length > 0) {
    const candidates = found.map(
      ({ conId, primaryExchange, name }) => `conId:${conId} (${primaryExchange}, ${name})`,
    );
    return {
      code: 'contract.ambiguous',
      where: symbol,
      found: `the broker knows several: ${candidates.join('; ')}`,
      expected: 'exactly one contract',
      fix: `Write "${symbol} = conId:${first.conId}", or another of them, under [symbol_overrides].`,
    };
  }
  if (!isUsdEtf(first)) {
    return {
      code: 'contract.not-an-etf',
      where: symbol,
      found: `${first.name}, stock type ${first.stockType || 'unknown'}, in ${first.currency}`,
      expected: 'an ETF in US dollars',
      fix: `Take ${symbol} out of the portfolios file, or name the right contract under [symbol_overrides].`,
    };
  }
  return { ...first, symbol };
}
