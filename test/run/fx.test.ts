import { expect, it } from 'vitest';
import { runOnSimulator } from './simulated-run.ts';

const gateway = `
accounts:
  - id: DU1
    cash: { USD: '900.00' }
    positions:
      - { symbol: VTI, shares: 300 }
      - { symbol: BND, shares: 240 }
quotes:
  VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '250.00' }
  BND: { bid: '99.99', ask: '100.00', last: '100.00', close: '100.00' }
fills: { delay_ms: 1 }
`;
const portfolios = 'ETF,MAIN\nVTI,50%\nBND,50%\n';

it('fx on and no Canadian dollars: the run trades as ever, and both reports say why', async () => {
  const off = await runOnSimulator({ gateway, portfolios });
  const on = await runOnSimulator({ gateway, portfolios, settings: '[fx]\nenabled = true' });
  expect([on.exitCode, on.codes]).toEqual([0, []]);
  expect(on.audit).toEqual(off.audit);
  expect(on.requests['REQ_MKT_DATA']).toBe((off.requests['REQ_MKT_DATA'] ?? 0) + 1);
  expect(on.screen).toContain('Nothing is converted: there are no Canadian dollars.');
  expect(on.reports.pre).toContain('USD.CAD');
  expect(off.reports.pre).not.toContain('USD.CAD');
});
