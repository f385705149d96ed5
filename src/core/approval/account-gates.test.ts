import { describe, expect, it } from 'vitest';
import { exampleSettings } from '../testing/example-account.ts';
import { describeProblem } from '../units/problem.ts';
import { accountGates, type Asked } from './account-gates.ts';

const confirm: Asked = { trade: true, yes: false };
/** On the simulator, unless a test says otherwise. */
const simulated = true;
const OWN_PORT = 5000;

function gates(
  accountId: string,
  {
    paperOnly = false,
    port = OWN_PORT,
    asked = confirm,
    atBroker = false,
  }: {
    readonly paperOnly?: boolean;
    readonly port?: number;
    readonly asked?: Asked;
    readonly atBroker?: boolean;
  } = {},
): readonly string[] {
  const settings = exampleSettings({ safety: { paperOnly }, ibkr: { port } });
  const seen = { ...asked, simulated: !atBroker };
  return accountGates(accountId, settings, seen).map(({ code }) => code);
}

describe('paper_only', () => {
  it.each(['U1234567', 'F1234567', 'I123', 'u1'])('%s is no paper account', (accountId) => {
    expect(gates(accountId, { paperOnly: true })).toEqual(['safety.paper-only']);
    expect(gates(accountId)).toEqual([]);
  });

  it.each(['DU1234567', 'DI7'])('%s is one', (accountId) => {
    expect(gates(accountId, { paperOnly: true })).toEqual([]);
  });
});

describe('the port', () => {
  it.each([
    [4001, 'DU1', ['safety.wrong-port']],
    [7496, 'DU1', ['safety.wrong-port']],
    [4002, 'DU1', []],
    [7497, 'DU1', []],
    [4001, 'U1', []],
    [7496, 'U1', []],
    [4002, 'U1', ['safety.wrong-port']],
    [7497, 'U1', ['safety.wrong-port']],
    [4003, 'DU1', []],
    [4004, 'U1', []],
  ])('%i with the account %s: %j', (port, accountId, codes) => {
    expect(gates(accountId, { port })).toEqual(codes);
  });

  it('and the account are both named when they contradict each other', () => {
    const settings = exampleSettings({ ibkr: { port: 4001 } });
    expect(accountGates('DU1', settings, { ...confirm, simulated }).map(describeProblem)).toEqual([
      'DU1 at port 4001: a paper account behind the usual port of live accounts; expected account ' +
        'and port of one kind: 4002 and 7497 for paper, 4001 and 7496 for live. Correct the ' +
        'account or the port, or give the gateway a port of its own.',
    ]);
  });

  it('contradicts without a flag too: it is seen in every preview', () => {
    expect(gates('DU1', { port: 4001, asked: { trade: false, yes: false } })).toEqual([
      'safety.wrong-port',
    ]);
  });
});

describe('the flags', () => {
  it.each<[string, Asked, string, readonly string[]]>([
    ['--paper', { ...confirm, accountKind: 'paper' }, 'DU1', []],
    ['--paper', { ...confirm, accountKind: 'paper' }, 'U1', ['safety.account-kind']],
    ['--live', { ...confirm, accountKind: 'live' }, 'U1', []],
    ['--live', { ...confirm, accountKind: 'live' }, 'DU1', ['safety.account-kind']],
    ['--confirm', confirm, 'U1', []],
    ['--confirm --yes', { ...confirm, yes: true }, 'DU1', []],
    ['--confirm --yes', { ...confirm, yes: true }, 'U1', ['safety.account-kind']],
    ['--live --yes', { ...confirm, yes: true, accountKind: 'live' }, 'U1', []],
    ['none', { trade: false, yes: false }, 'U1', []],
  ])('%s: %j with the account %s', (_, asked, accountId, codes) => {
    expect(gates(accountId, { asked })).toEqual(codes);
  });
});

describe('at a gateway that is not the simulator', () => {
  it.each<[string, Asked, string, readonly string[]]>([
    ['--confirm', confirm, 'DU1', ['safety.account-kind']],
    ['--confirm', confirm, 'U1', ['safety.account-kind']],
    ['--paper', { ...confirm, accountKind: 'paper' }, 'DU1', []],
    ['--paper', { ...confirm, accountKind: 'paper' }, 'U1', ['safety.account-kind']],
    ['--live', { ...confirm, accountKind: 'live' }, 'U1', []],
    ['--live', { ...confirm, accountKind: 'live' }, 'DU1', ['safety.account-kind']],
    ['no flag: a preview', { trade: false, yes: false }, 'U1', []],
  ])('%s: %j with the account %s', (_, asked, accountId, codes) => {
    expect(gates(accountId, { asked, atBroker: true })).toEqual(codes);
  });

  it('a live account needs paper_only = false besides', () => {
    const asked: Asked = { ...confirm, accountKind: 'live' };
    expect(gates('U1', { asked, atBroker: true, paperOnly: true })).toEqual(['safety.paper-only']);
  });
});
