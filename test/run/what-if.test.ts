import { describe, expect, it } from 'vitest';
import { memoryJournals, runOnSimulator, type RunSetup } from './simulated-run.ts';

/** 100,000 dollars: VTI too heavy, BND too light, QQQ not held yet. */
const gateway = `
accounts:
  - id: DU1
    cash: { USD: '10000.00' }
    positions: [{ symbol: VTI, shares: 300 }, { symbol: BND, shares: 150 }]
quotes:
  VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '250.00' }
  BND: { bid: '99.99', ask: '100.00', last: '100.00', close: '100.00' }
  QQQ: { bid: '499.99', ask: '500.00', last: '500.00', close: '500.00' }
fills: { delay_ms: 1 }
`;
const portfolios = 'ETF,MAIN\nVTI,50%\nBND,30%\nQQQ,20%\n';

async function run(different: Partial<RunSetup>) {
  const ran = await runOnSimulator({ gateway, portfolios, asksWhatIf: true, ...different });
  return { ...ran, placed: ran.requests['PLACE_ORDER'] ?? 0 };
}

describe('before the question', () => {
  it('each buy is asked about, and the sum is shown; nothing of it is an order', async () => {
    const journals = memoryJournals();
    const declined = await run({ answer: 'no', journals });
    expect(declined.screen).toMatch(
      /What-if of 2 buys, .*: initial margin \+[\d,.]+, maintenance margin \+[\d,.]+ \(an estimate\)\./,
    );
    expect([declined.outcome.kind, declined.placed]).toEqual(['declined', 2]);
    expect(declined.audit.accounts[0]?.positions).toEqual({ VTI: 3_000_000n, BND: 1_500_000n });
    expect(journals.all('DU1')).toEqual([]);
  });

  it('the ids of the questions count among those that were used', async () => {
    const journals = memoryJournals();
    const traded = await run({ journals });
    expect(traded.outcome).toEqual({ kind: 'traded', problems: [] });
    expect(traded.placed).toBe(5);
    const [journal] = journals.all('DU1');
    const events = journal?.ok === true ? journal.value.events : [];
    const [started] = events;
    expect(started?.kind === 'started' && started.facts.orderIdsAbove).toBe(2);
    const ids = events.flatMap((event) => (event.kind === 'intent' ? [event.orderId] : []));
    expect(ids).toEqual([3, 4, 5]);
  });

  it.each<[string, Partial<RunSetup>]>([
    ['without a flag', { permission: { trade: false } }],
    ['with require_whatif = false', { asksWhatIf: false, answer: 'no' }],
    ['with --dry-run', { permission: { dryRun: true } }],
    ['with --read-only', { permission: { readOnly: true } }],
    [
      'with read_only = true',
      { settings: '[ibkr]\nread_only = true\n[accounts]\nids = DU1\n[models]\nmain = 1\n' },
    ],
    [
      'under the kill switch',
      { killSwitch: () => ({ pulled: () => 'kill-switch', guard: (work) => work() }) },
    ],
  ])('nobody is asked %s', async (_, different) => {
    expect((await run(different)).placed).toBe(0);
  });

  it('a buy that the broker would refuse stops the plan before any sell', async () => {
    const restricted = `${gateway}orders: { restricted: { BND: no_permission } }\n`;
    const stopped = await run({ gateway: restricted });
    expect([stopped.codes, stopped.exitCode]).toEqual([['orders.not-permitted'], 12]);
    expect([stopped.questions, stopped.placed]).toEqual([[], 2]);
    expect(stopped.screen).toContain('Nothing can be sent now:\n  DU1 BUY BND: an order that');
  });

  it('a refusal for want of cash that the sells will bring is a warning', async () => {
    const poor = gateway
      .replace('    cash:', '    type: cash\n    cash:')
      .replace("'10000.00'", "'500.00'");
    const traded = await run({ gateway: poor });
    expect(traded.screen).toContain('refused as things are, before the plan has brought cash');
    expect(traded.questions).toHaveLength(1);
  });

  it.each([
    ['true', ['safety.no-whatif'], 'no margin figures from the broker'],
    ['warn', [], 'Warning: The broker gave no margin figures for'],
  ])(
    'no answer, and require_whatif = %s',
    async (required, codes, said) => {
      // The answers to both questions are lost.
      const silent = `${gateway}events:\n  - { on: { answer: OPEN_ORDER, nth: 1 }, do: drop }\n  - { on: { answer: OPEN_ORDER, nth: 2 }, do: drop }\n`;
      const settings = `[safety]\nrequire_whatif = ${required}\n`;
      const ran = await run({ gateway: silent, settings, answer: 'no', whatIfTimeoutMs: 100 });
      expect(ran.codes).toEqual(codes);
      expect(ran.screen).toContain(said);
    },
    30_000,
  );
});
