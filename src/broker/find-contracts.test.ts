import { describe, expect, it } from 'vitest';
import type { Contract } from '../core/account/contract.ts';
import { price } from '../core/units/price.ts';
import { chooseContract } from './find-contracts.ts';

const vti: Contract = {
  symbol: 'VTI',
  conId: 12,
  exchange: 'SMART',
  primaryExchange: 'ARCA',
  currency: 'USD',
  name: 'VANGUARD TOTAL STOCK MKT ETF',
  stockType: 'ETF',
  ticks: [{ from: price('0'), increment: price('0.01') }],
  hours: undefined,
};
const query = { symbol: 'VTI', override: undefined };

describe('a symbol is resolved', () => {
  it('to exactly one ETF in US dollars', () => {
    expect(chooseContract(query, [vti])).toEqual(vti);
  });

  it('never by guessing between several: the message names each and the line that settles it', () => {
    const found = chooseContract(query, [vti, { ...vti, conId: 13, primaryExchange: 'BATS' }]);
    expect(found).toMatchObject({ code: 'contract.ambiguous', where: 'VTI' });
    expect('found' in found && found.found).toContain('conId:12 (ARCA');
    expect('found' in found && found.found).toContain('conId:13 (BATS');
    expect('fix' in found && found.fix).toContain('VTI = conId:12');
  });

  it.each([
    [[], 'contract.not-found'],
    [[{ ...vti, stockType: 'COMMON' }], 'contract.not-an-etf'],
    [[{ ...vti, stockType: '' }], 'contract.not-an-etf'],
    [[{ ...vti, currency: 'CAD' }], 'contract.not-an-etf'],
  ])('or is a problem', (found, code) => {
    expect(chooseContract(query, found)).toMatchObject({ code });
  });

  it('and keeps the name that the portfolios file gives it, when an override found it', () => {
    const override = { kind: 'conId', conId: 12 } as const;
    expect(chooseContract({ symbol: 'MYVTI', override }, [vti])).toMatchObject({ symbol: 'MYVTI' });
  });
});
