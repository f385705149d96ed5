import { describe, expect, it } from 'vitest';
import { describeProblem } from '../core/units/problem.ts';
import { readSettings } from './read-settings.ts';

const problemsOf = (account: string, file = '') => {
  const text = `[models]\nsmurf = 0.5\ngltr = 0.5\n[accounts]\nids = DU1, DU2\n${file}\n`;
  const result = readSettings(`${text}[account:DU1]\n${account}\n`, 'settings.ini');
  return result.ok ? [] : result.problems;
};

const sentences = (account: string, file?: string) =>
  problemsOf(account, file).map(describeProblem);

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

  it('is compared with what the file says for all accounts', () => {
    expect(problemsOf('min_order_usd = 750', '[rebalance]\nmin_order_usd = 750')).toEqual([]);
    expect(problemsOf('path = mine.csv', 'path = mine.csv')).toEqual([]);
  });

  it.each([
    ['min_order_usd = 600', '500'],
    ['rebalance.mode = buy_only', 'rebalance'],
    ['fx.enabled = true', 'false'],
    ['fx.order_type = LMT', 'MKT'],
    ['path = other.csv', 'none'],
    ['unlisted_etfs = sell', 'none'],
    ['prefer_rth = false', 'rth'],
    ['models.other = 0', 'none'],
  ])('is not supported when it changes something: %s', (account, forAll) => {
    const [, value = ''] = account.split(' = ');
    expect(problemsOf(account)).toMatchObject([
      {
        code: 'settings.not-supported',
        found: `"${value}" for one account`,
        expected: `the value for all accounts, ${forAll}; this version has no others`,
      },
    ]);
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
      'settings.ini:8 [account:DU1] smurf settings.not-supported',
    ]);
    expect(problemsOf('smurf = 0.6\ngltr = 0.4')).toMatchObject([
      { code: 'settings.not-supported' },
      { code: 'settings.not-supported' },
    ]);
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
    expect(codes('execution.order_type = limit', '[execution]\norder_type = market')).toEqual([
      '9 [account settings.not-supported',
    ]);
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
    expect(read(`${listed}[account: du1 ]\n[account:DU1]`)).toEqual([]);
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
