import { describe, expect, it } from 'vitest';
import { describeProblem } from '../core/units/problem.ts';
import { ratio } from '../core/units/ratio.ts';
import { usd } from '../core/units/usd.ts';
import { inspectSettings, readSettings } from './read-settings.ts';

const problemsOf = (account: string, file = '') => {
  const text = `[models]\nsmurf = 0.5\ngltr = 0.5\n[accounts]\nids = DU1, DU2\n${file}\n`;
  const result = readSettings(`${text}[account:DU1]\n${account}\n`, 'settings.ini');
  return result.ok ? [] : result.problems;
};

const sentences = (account: string, file?: string) =>
  problemsOf(account, file).map(describeProblem);

const settingsOf = (text: string, flags: Record<string, string> = {}) => {
  const overrides = { environment: {}, flags: new Map(Object.entries(flags)) };
  const { accounts, problems } = inspectSettings(text, 'settings.ini', overrides);
  if (problems.length > 0) throw new Error(problems.map(describeProblem).join('\n'));
  return (id: string) => {
    const settings = accounts.get(id)?.settings;
    if (settings === undefined) throw new Error(`${id} has settings`);
    return settings;
  };
};

describe('an account with a section of its own', () => {
  const listed = '[models]\nsmurf = 0.5\ngltr = 0.5\n[accounts]\nids = DU1, DU2\n';

  it('has its own values, and those of the file where it says nothing', () => {
    const of = settingsOf(
      `${listed}[rebalance]\nmin_order_usd = 700\n[account:DU1]\nmin_order_usd = 900\nfx.enabled = true\nlimits.wide_spread_bps = 20\nprice_source = close\nmax_open_orders = 2\npath = mine.csv`,
    );
    expect(of('DU1')).toMatchObject({
      accountIds: ['DU1'],
      rebalance: { minOrder: usd('900') },
      fx: { enabled: true },
      limits: { wideSpread: ratio('0.002') },
      pricing: { priceSources: ['close'] },
      execution: { maxOpenOrders: 2 },
      portfoliosPath: 'mine.csv',
    });
    expect(of('DU2')).toMatchObject({
      accountIds: ['DU2'],
      rebalance: { minOrder: usd('700') },
      fx: { enabled: false },
      portfoliosPath: undefined,
    });
  });

  it('has its own model mix, with the names that the file gives them', () => {
    const of = settingsOf(`${listed}[account:DU2]\nSMURF = 0.2\nmodels.gltr = 0.8`);
    expect(of('DU2').modelMix).toEqual([
      { name: 'smurf', share: ratio('0.2') },
      { name: 'gltr', share: ratio('0.8') },
    ]);
    expect(of('DU1').modelMix.map(({ share }) => share)).toEqual([ratio('0.5'), ratio('0.5')]);
  });

  it('has less to say than a flag, which holds for all accounts', () => {
    const text = `${listed}[account:DU1]\nmin_order_usd = 900\nsmurf = 0.2\ngltr = 0.8`;
    const of = settingsOf(text, { 'min-order-usd': '50' });
    expect(of('DU1').rebalance.minOrder).toBe(usd('50'));
    expect(of('DU1').modelMix[0]?.share).toBe(ratio('0.2'));
  });

  it('replaces what the file says in other words', () => {
    const of = settingsOf(
      `${listed}[limits]\nstyle = static_bps\n[account:DU1]\nexecution.order_type = market\n[account:DU2]\nlimits.style = off`,
    );
    for (const id of ['DU1', 'DU2']) expect(of(id).limits.style).toBe('off');
    const back = settingsOf(
      `${listed}[execution]\norder_type = market\n[account:DU1]\nexecution.order_type = limit`,
    );
    expect([back('DU1').limits.style, back('DU2').limits.style]).toEqual(['spread_aware', 'off']);
  });

  it('may be the only one with extended hours', () => {
    const of = settingsOf(`${listed}[account:DU1]\ntrading_hours = eth`);
    expect([of('DU1'), of('DU2')].map(({ execution }) => execution.tradingHours)).toEqual([
      'eth',
      'rth',
    ]);
  });
});

describe('a section for one account', () => {
  it.each([
    'min_order_usd = 500',
    'rebalance.min_order_usd = 500.00',
    'fx.order_type = MKT',
    'execution.order_type = LMT',
    'rebalance.order_type = limit',
    'prefer_rth = true',
    'smurf = 50%',
    'models.smurf = 0.50',
    'smurf = 0.5\ngltr = 0.5',
    'price_source = last',
    'max_offset_bps = 10',
    'mode = rebalance',
    'Batch_Orders = yes',
  ])('loads while it says nothing else than the rest of the file: %j', (account) => {
    expect(problemsOf(account)).toEqual([]);
  });

  it('says what a key means that two sections have', () => {
    expect(sentences('order_type = LMT')).toEqual([
      'settings.ini:8 [account:DU1] order_type: the key "order_type", which may mean execution.order_type or fx.order_type; expected the section in front of a key that two sections have. Write execution.order_type or fx.order_type.',
    ]);
    const result = readSettings('[models]\nmode = 1\n[account:DU1]\nmode = 1', 'settings.ini');
    expect(result.ok ? [] : result.problems).toMatchObject([
      { fix: 'Write rebalance.mode or models.mode.' },
    ]);
  });

  it.each([
    ['min_order = 1', 'Did you mean min_order_usd?'],
    ['smruf = 1', 'Did you mean smurf?'],
    ['pat = x', 'Did you mean path?'],
    ['port = 4001', 'It holds for all accounts: write it into the section [ibkr].'],
    ['safety.max_orders = 3', 'It holds for all accounts: write it into the section [safety].'],
    ['fx.nonsense = 3', 'Delete the line.'],
    ['models. = 3', 'Delete the line.'],
    ['__proto__ = 3', 'Delete the line.'],
    ['rebalance.constructor = 3', 'Delete the line.'],
  ])('has no key %s', (account, fix) => {
    expect(problemsOf(account)).toMatchObject([{ code: 'settings.unknown-key', fix }]);
  });

  it('has right values', () => {
    expect(problemsOf('min_order_usd = x\nmodels.smurf = 2\nfx.route = SMART')).toMatchObject([
      { code: 'settings.bad-value', where: 'settings.ini:8 [account:DU1] min_order_usd' },
      { code: 'settings.bad-value', where: 'settings.ini:9 [account:DU1] models.smurf' },
      { code: 'settings.bad-value', where: 'settings.ini:10 [account:DU1] fx.route' },
    ]);
  });

  it('has a model mix that adds up with its own weights', () => {
    expect(problemsOf('smurf = 0.6').map(({ code, where }) => `${where} ${code}`)).toEqual([
      'settings.ini:7 [account:DU1] settings.model-mix',
    ]);
    expect(problemsOf('smurf = 0.6\ngltr = 0.4')).toEqual([]);
  });

  it('says each key once, whatever its spelling', () => {
    expect(sentences('min_order_usd = 500\nrebalance.min_order_usd = 500')).toEqual([
      'settings.ini:9 [account:DU1] rebalance.min_order_usd: "500", and min_order_usd = "500" on line 8; expected each key once in its section. Delete line 8 or line 9.',
    ]);
    expect(problemsOf('smurf = 0.5\nmodels.smurf = 0.5')).toMatchObject([
      { code: 'settings.duplicate-key' },
    ]);
  });

  it('does not contradict itself, or the rest of the file', () => {
    const codes = (account: string, file?: string) =>
      problemsOf(account, file).map(({ code, where }) => `${where.split(':')[1] ?? ''} ${code}`);
    expect(codes('style = spread_aware\nexecution.order_type = market')).toContain(
      '9 [account settings.contradiction',
    );
    expect(codes('trading_hours = eth', '[execution]\norder_type = market')).toContain(
      '9 [account settings.contradiction',
    );
    expect(codes('execution.order_type = limit', '[execution]\norder_type = market')).toEqual([]);
  });

  it('is of an account that is listed', () => {
    const read = (text: string) => {
      const result = readSettings(text, 'settings.ini');
      return result.ok ? [] : result.problems;
    };
    const listed = '[models]\na = 1\n[accounts]\nids = DU1\n';
    expect(read(`${listed}[account:DU2]`)).toMatchObject([
      { code: 'settings.account', where: 'settings.ini:5 [account:DU2]', found: 'the account DU2' },
    ]);
    expect(read('[models]\na = 1\n[account:DU2]')).toEqual([]);
    expect(read(`${listed}[account: du1 ]`)).toEqual([]);
    expect(read(`${listed}[account: du1 ]\n[account:DU1]`)).toMatchObject([
      { code: 'settings.duplicate-key', where: 'settings.ini:6 [account:DU1]' },
    ]);
    for (const name of ['account:', 'account:?', 'account:DU1 DU2']) {
      expect(read(`${listed}[${name}]\nmin_order_usd = 500`)).toMatchObject([
        { code: 'settings.unknown-section', expected: 'a name such as [account:DU1234567]' },
      ]);
    }
  });

  it('gives up on a section of nothing but faults', () => {
    const problems = problemsOf(Array.from({ length: 3000 }, (_, at) => `x${at} = 1`).join('\n'));
    expect(problems.length).toBeLessThan(1010);
    expect(problems.at(-1)?.found).toContain('more than 1000 problems');
  });
});
