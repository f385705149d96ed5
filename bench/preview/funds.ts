/** An account of made-up funds, as large as asked for, and what it is steered to. */
export interface FundAccount {
  /** The part below `gateway:` of a scenario. */
  readonly gateway: string;
  readonly portfolios: string;
}

/**
 * So many funds of equal weight, every other of them held twice over, and so many held that no model
 * lists. The price grid is one rule for all, or one each of so many rules in turn.
 */
export function fundAccount(
  count: number,
  { unlisted = 0, rules = 1 }: { readonly unlisted?: number; readonly rules?: number } = {},
): FundAccount {
  const listed = Array.from({ length: count }, (_, at) => `F${String(at).padStart(3, '0')}`);
  const others = Array.from({ length: unlisted }, (_, at) => `U${String(at).padStart(3, '0')}`);
  const all = [...listed, ...others];
  const held = [...listed.filter((_, at) => at % 2 === 0), ...others];
  const ruleOf = (at: number): number => 900 + (at % rules);
  const lines = [
    'accounts:',
    '  - id: DU1',
    `    cash: { USD: '${count * 5_000}.00' }`,
    `    positions: [${held.map((symbol) => `{ symbol: ${symbol}, shares: 100 }`).join(', ')}]`,
    'market_rules:',
    ...Array.from(
      { length: rules },
      (_, at) => `  '${900 + at}': [{ low_edge: 0, increment: '0.01' }]`,
    ),
    'contracts:',
    ...all.map((symbol, at) => `  - { symbol: ${symbol}, market_rule: ${ruleOf(at)} }`),
    'quotes:',
    ...all.map(
      (symbol) => `  ${symbol}: { bid: '99.99', ask: '100.01', last: '100.00', close: '100.00' }`,
    ),
    `market_data: { lines: ${all.length + 1} }`,
  ];
  return { gateway: lines.join('\n'), portfolios: portfoliosOf(listed) };
}

/** Equal weights in hundredths of a percent; the first has what is over. */
function portfoliosOf(symbols: readonly string[]): string {
  const each = Math.floor(10_000 / symbols.length);
  const rows = symbols.map((symbol, at) => {
    const hundredths = at === 0 ? 10_000 - each * (symbols.length - 1) : each;
    return `${symbol},${(hundredths / 100).toFixed(2)}%\n`;
  });
  return `ETF,MAIN\n${rows.join('')}`;
}
