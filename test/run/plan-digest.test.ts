import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { runOnSimulator } from './simulated-run.ts';

const gateway = `
accounts:
  - id: DU1
    cash: { USD: '10000.00' }
    positions: [{ symbol: VTI, shares: 300 }]
quotes:
  VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '250.00' }
  BND: { bid: '99.99', ask: '100.00', last: '100.00', close: '100.00' }
fills: { delay_ms: 1 }
`;
const portfolios = 'ETF,MAIN\nVTI,50%\nBND,50%\n';

it('the digest on the screen stands on every row of both reports', async () => {
  const { screen, reports, outcome } = await runOnSimulator({ gateway, portfolios });
  expect(outcome.kind).toBe('traded');
  const [, shown = ''] = /^SIMULATED {2}DU1 {2}plan ([0-9a-f]{12})$/m.exec(screen) ?? [];
  for (const csv of [reports.pre, reports.post]) {
    const rows: Record<string, string>[] = parse(csv ?? '', { columns: true });
    expect(rows.length).toBeGreaterThan(2);
    expect(new Set(rows.map((row) => row['plan_digest']))).toEqual(new Set([shown]));
  }
});
