import { describe, expect, it } from 'vitest';
import type { Contract } from './contract.ts';
import { price } from '../units/price.ts';
import { chooseContract } from './choose-contract.ts';

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
describe('a symbol is resolved', () => {
  it('to exactly one ETF in US dollars', () => {
    expect(chooseContract('VTI', [vti])).toEqual(vti);
  });

  it('never by guessing between several: the message names each and the line that settles it', () => {
    const found = chooseContract('VTI', [vti, { ...vti, conId: 13, primaryExchange: 'BATS' }]);
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
    expect(chooseContract('VTI', found)).toMatchObject({ code });
  });

  it('and keeps the name that the portfolios file gives it, when an override found it', () => {
    expect(chooseContract('MYVTI', [vti])).toMatchObject({ symbol: 'MYVTI' });
  });
});
