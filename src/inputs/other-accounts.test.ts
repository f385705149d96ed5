import { describe, expect, it } from 'vitest';
import { readPortfolios } from './read-portfolios.ts';

describe('model portfolios of other accounts in the same file', () => {
  const read = (text: string) =>
    readPortfolios(text, 'portfolios.csv', ['mine'], { otherNames: ['Theirs'] });

  it.each([
    ['wide', 'ETF,MINE,theirs\nVTI,100%,-5\nBND,0,x\n'],
    ['long', 'portfolio,symbol,target_pct\nmine,VTI,100\ntheirs,CASH,-50\nTHEIRS,,x\n'],
  ])('are not read: %s', (_, text) => {
    const result = read(text);
    expect(result.ok && result.value.map(({ name }) => name)).toEqual(['mine']);
  });

  it('are the only strangers that may stand there', () => {
    expect(read('ETF,MINE,NOBODYS\nVTI,100%,1\n').ok).toBe(false);
  });
});
