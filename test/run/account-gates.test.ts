import { describe, expect, it } from 'vitest';
import { memoryJournals, orderMessages, runOnSimulator, type RunSetup } from './simulated-run.ts';

/** 100,000 dollars: 115 of VTI are to be sold and 145 of BND to be bought. */
const gateway = `
accounts:
  - id: DU1
    cash: { USD: '10000.00' }
    positions: [{ symbol: VTI, shares: 300 }, { symbol: BND, shares: 150 }]
quotes:
  VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '250.00' }
  BND: { bid: '99.99', ask: '100.00', last: '100.00', close: '100.00' }
fills: { delay_ms: 1 }
`;
const portfolios = 'ETF,MAIN\nVTI,60%\nBND,40%\n';
const live = gateway.replace('DU1', 'U1');
const settingsFor = (account: string, port: number, safety: string) =>
  `[ibkr]\nread_only = false\nport = ${port}\n[accounts]\nids = ${account}\n[models]\nmain = 1\n[safety]\nrequire_whatif = false\n${safety}\n`;

async function trade(different: Partial<RunSetup>) {
  const run = await runOnSimulator({ gateway, portfolios, ...different });
  return { ...run, sent: orderMessages(run.requests) };
}

describe('a live account', () => {
  it('is not traded unless paper_only = false', async () => {
    const settings = settingsFor('U1', 5000, '');
    const run = await trade({ gateway: live, settings, permission: { accountKind: 'live' } });
    expect([run.codes, run.exitCode, run.sent]).toEqual([['safety.paper-only'], 12, 0]);
  });

  it('is traded after a yes when the settings allow it', async () => {
    const settings = settingsFor('U1', 5000, 'paper_only = false');
    const run = await trade({ gateway: live, settings, permission: { accountKind: 'live' } });
    expect(run.outcome).toEqual({ kind: 'traded', problems: [] });
  });

  it('is traded unasked with --live --yes only', async () => {
    const settings = settingsFor('U1', 5000, 'paper_only = false');
    const permission = { yes: true };
    const confirmed = await trade({ gateway: live, settings, permission });
    expect([confirmed.codes, confirmed.exitCode]).toEqual([['safety.account-kind'], 12]);
    expect([confirmed.questions, confirmed.sent]).toEqual([[], 0]);
    const meant = await trade({
      gateway: live,
      settings,
      permission: { yes: true, accountKind: 'live' },
    });
    expect(meant.outcome.kind).toBe('traded');
    expect(meant.questions).toEqual([]);
  });

  it('is asked about even with require_confirm = false', async () => {
    const settings = settingsFor('U1', 5000, 'paper_only = false\nrequire_confirm = false');
    const run = await trade({ gateway: live, settings, answer: 'no' });
    expect([run.outcome.kind, run.questions.length, run.sent]).toEqual(['declined', 1, 0]);
  });

  it('is not refused for the port of a live gateway, and a paper account is', async () => {
    const settings = settingsFor('U1', 4001, 'paper_only = false');
    expect((await trade({ gateway: live, settings })).outcome.kind).toBe('traded');
    const paper = await trade({ settings: settingsFor('DU1', 4001, '') });
    expect([paper.codes, paper.exitCode, paper.sent]).toEqual([['safety.wrong-port'], 12, 0]);
  });
});

describe('a paper account', () => {
  it('is not what --live asks for', async () => {
    const run = await trade({ permission: { accountKind: 'live' } });
    expect([run.codes, run.exitCode, run.sent]).toEqual([['safety.account-kind'], 12, 0]);
    expect(run.screen).toContain('--live, and a paper account');
  });

  it('is traded unasked with require_confirm = false, and still needs a flag for it', async () => {
    const settings = '[safety]\nrequire_confirm = false\n';
    const run = await trade({ settings, answer: 'no' });
    expect([run.outcome.kind, run.questions]).toEqual(['traded', []]);
    const preview = await trade({ settings, permission: { trade: false } });
    expect([preview.outcome.kind, preview.sent]).toEqual(['preview', 0]);
    const dry = await trade({ settings, permission: { dryRun: true } });
    expect([dry.outcome.kind, dry.sent]).toEqual(['dry-run', 0]);
  });
});

describe('caps', () => {
  it.each(['max_order_usd = 10000', 'max_turnover_pct = 20%', 'max_orders = 1'])(
    '%s refuses the whole plan, unasked, and cuts nothing',
    async (cap) => {
      const run = await trade({ settings: `[safety]\n${cap}\n` });
      expect([new Set(run.codes), run.exitCode]).toEqual([new Set(['safety.cap']), 12]);
      expect([run.questions, run.sent]).toEqual([[], 0]);
      expect(run.screen).toContain(`Nothing can be sent now:\n  DU1`);
    },
  );

  it('max_daily_usd counts what earlier runs of the day have filled', async () => {
    const journals = memoryJournals();
    const settings = '[safety]\nmax_daily_usd = 60000\n';
    const first = await trade({ settings, journals, runId: 'ONE' });
    expect(first.outcome).toEqual({ kind: 'traded', problems: [] });
    const second = await trade({ settings, journals, runId: 'TWO' });
    expect([second.codes, second.exitCode, second.sent]).toEqual([['safety.cap'], 12, 0]);
    expect(second.outcome.problems[0]?.found).toMatch(/in one day, \$39,999\.\d\d of it/);
  });
});
