/* `rebalance doctor` against a simulator in which one thing is wrong: which fault is named, and with what fix. */
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { examine, examineAt, HEALTHY, type Setup } from './examine.ts';
import { startHandGateway, type HandScript } from './hand-gateway.ts';

/** A port at which nothing listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const onStart = (code: number, text: string): string =>
  `${HEALTHY}events: [{ on: { request: START_API }, do: code, code: ${code}, text: "${text}", id: -1 }]\n`;

const on = (request: string, does: string): string =>
  `${HEALTHY}events: [{ on: { request: ${request} }, ${does} }]\n`;

const quoted = (symbol: string, data: string): string =>
  `${HEALTHY}quotes: { ${symbol}: { data: ${data} } }\n`;

describe('rebalance doctor', () => {
  it('finds nothing wrong, and says what it cannot tell', async () => {
    const { code, lines, faults, first } = await examine();
    expect([code, faults]).toEqual([0, '']);
    expect(lines.map((line) => line.slice(0, 21).trimEnd())).toEqual([
      'ok       files',
      'ok       reports',
      'ok       state',
      'ok       kill switch',
      'ok       read only',
      'ok       other runs',
      'ok       connection',
      'ok       clock',
      'ok       account',
      'ok       symbols',
      'ok       market',
      'ok       market data',
      'ok       link',
      'unknown  API mode',
      '',
      'First: Nothing is wro',
    ]);
    expect(first).toBe('First: Nothing is wrong. rebalance shows the plan and sends nothing.');
  });

  it.each<readonly [string, Setup, number, string | RegExp, string]>([
    [
      'an unknown symbol',
      { portfolios: 'ETF,MAIN\nVTI,50%\nZZZZZ,50%\n' },
      7,
      'ZZZZZ: the broker knows no such stock in US dollars',
      'Check the spelling',
    ],
    [
      'a symbol that is no ETF',
      { portfolios: 'ETF,MAIN\nVTI,50%\nAAPL,50%\n' },
      7,
      /AAPL: APPLE INC, stock type COMMON/,
      'Take AAPL out',
    ],
    [
      'an ambiguous symbol',
      {
        gateway: `${HEALTHY}contracts: [{ symbol: BND, con_id: 77, name: ANOTHER BND, exchange: ARCA }]\n`,
      },
      7,
      'BND: the broker knows several',
      'under [symbol_overrides]',
    ],
    [
      'no market data subscription',
      { gateway: quoted('BND', 'no_permission') },
      8,
      'BND: no subscription to live market data (code 354)',
      'Subscribe to US market data',
    ],
    [
      'delayed data only',
      { gateway: quoted('VTI', 'delayed') },
      8,
      'VTI: delayed market data only (code 10089)',
      'Subscribe to US market data',
    ],
    [
      'data that are not enabled',
      { gateway: quoted('VTI', 'not_enabled') },
      8,
      'VTI: no subscription to live market data (code 10186)',
      'Subscribe to US market data',
    ],
    [
      'a competing session',
      { gateway: quoted('VTI', 'competing') },
      8,
      'VTI: another session of the same user takes the market data (code 10197)',
      'Log out where the same user is logged in',
    ],
    [
      'a frozen line, without bid and ask',
      { gateway: quoted('VTI', 'frozen') },
      8,
      'VTI: no bid and ask, although the market is open',
      'it may be halted',
    ],
    [
      'a gateway without its link to the broker, by 1100',
      { gateway: onStart(1100, 'Connectivity between IBKR and Trader Workstation has been lost.') },
      5,
      'the gateway has lost its connection to the broker',
      'Check the network of the machine that TWS or IB Gateway runs on',
    ],
    [
      'a gateway without its link to the broker, by 2110',
      {
        gateway: onStart(2110, 'Connectivity between Trader Workstation and server is broken.'),
      },
      5,
      'the gateway has lost its connection to the broker',
      'Check the network of the machine that TWS or IB Gateway runs on',
    ],
    [
      'too many messages',
      { gateway: onStart(100, 'Max rate of messages per second has been exceeded') },
      6,
      'the gateway says that it is asked too much (100)',
      'End other programs',
    ],
    [
      'a Read-Only API that tells',
      {
        gateway: on(
          'REQ_COMPLETED_ORDERS',
          'do: code, code: 321, id: -1, text: "Error validating request: The API interface is currently in Read-Only mode."',
        ),
      },
      12,
      /API mode .*Read-Only mode/,
      'turn off "Read-Only API"',
    ],
    [
      'a clock that is ahead',
      { aheadMs: 60_000 },
      12,
      /clock .* (59|60) s ahead of the gateway/,
      'Set the clock',
    ],
    [
      'a clock that is behind',
      { aheadMs: -60_000 },
      12,
      /clock .* (59|60) s behind the gateway/,
      'Set the clock',
    ],
    [
      'an account that this login does not see',
      { accountIds: 'DU2' },
      3,
      'DU2; expected an account of this login: DU1',
      'Correct the id, or log in with the right user.',
    ],
    [
      'several accounts and none chosen',
      {
        gateway: `accounts: [{ id: DU1, cash: { USD: '1.00' } }, { id: DU2, cash: { USD: '1.00' } }]\n`,
        accountIds: '',
      },
      3,
      'one of the accounts of this login: DU1, DU2',
      'Write ids = <account>.',
    ],
    [
      "an adviser's master account",
      {
        gateway: `accounts: [{ id: DF1, cash: { USD: '1.00' } }]\n`,
        accountIds: 'DF1',
      },
      3,
      "DF1, an adviser's master account",
      'Write the id of the client account.',
    ],
    [
      'a live account that the settings forbid',
      {
        gateway: `accounts: [{ id: U1, cash: { USD: '1.00' } }]\n`,
        accountIds: 'U1',
      },
      12,
      'U1: an account that is no paper account',
      'Choose a paper account',
    ],
  ])('names %s', async (_what, setup, code, fault, fix) => {
    const examined = await examine(setup);
    expect(examined.faults).toMatch(fault);
    expect(examined.faults.split('\n')).toHaveLength(1);
    expect(examined.first).toContain(fix);
    expect(examined.code).toBe(code);
  });

  it('says of a closed market when it opens, as a warning', async () => {
    const { code, lines, faults } = await examine({
      gateway: `${HEALTHY}hours: exchange\n`,
      at: '2026-04-11T15:00:00Z',
    });
    expect([code, faults]).toEqual([0, '']);
    expect(lines.find((line) => line.startsWith('warning  market'))).toContain(
      'the market is closed; prices may be old',
    );
    expect(lines.at(-1)).toContain('Run again when it opens: ');
  });
});

describe('rebalance doctor, when there is no connection', () => {
  it('finds nothing running', async () => {
    const { code, faults, first } = await examine({ port: await freePort() });
    expect(code).toBe(5);
    expect(faults).toContain('nothing is running there, nor at a usual port');
    expect(first).toContain('Start TWS');
  });

  it('finds TWS at another port than is written', async () => {
    const { code, faults, first } = await examine({
      port: await freePort(),
      simulatorAt: 7497,
    });
    expect(code).toBe(5);
    expect(faults).toContain('something does at 7497 (usual for TWS, paper)');
    expect(first).toContain('Write port = 7497 under [ibkr]');
  });

  it('finds a client id in use', async () => {
    // 42 is what the settings have when they write none.
    const { code, faults, first } = await examine({ alsoConnected: 42 });
    expect(code).toBe(5);
    expect(faults).toContain('client id 42 is in use');
    expect(first).toContain('choose another under [ibkr]');
  });

  it.each<readonly [string, HandScript, string, string]>([
    [
      'a login that is not finished',
      { welcome: [] },
      'it is not logged in yet',
      'a login that is not finished or a dialog',
    ],
    [
      'an API that is not enabled, or a machine that is not trusted',
      { welcome: 'hang-up' },
      'it takes the connection and ends it at once',
      'Enable ActiveX and Socket Clients',
    ],
    ['a server version that is too old', { version: '90' }, '', 'Update TWS or IB Gateway.'],
  ])('finds %s', async (_what, script, fault, fix) => {
    const gateway = await startHandGateway(script);
    try {
      const { code, faults, first } = await examineAt(gateway.port);
      expect([code, faults]).toEqual([5, expect.stringContaining(fault)]);
      expect(first).toContain(fix);
    } finally {
      await gateway.close();
    }
  });

  it('finds a program that is no gateway', async () => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    try {
      const { code, faults, first } = await examineAt(
        typeof address === 'object' && address !== null ? address.port : 0,
      );
      expect([code, faults]).toEqual([5, expect.stringContaining('it is no TWS or IB Gateway')]);
      expect(first).toContain('correct port under [ibkr]');
    } finally {
      server.close();
    }
  });
});
