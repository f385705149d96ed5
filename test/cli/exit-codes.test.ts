/* Every exit code of docs/exit-codes.md, reached by the program as people run it. */
import { afterEach, expect, it, vi } from 'vitest';
import { EXIT, type ExitCode } from '../../src/core/units/exit-code.ts';
import { workplace, type Changed, type Ended, type Workplace } from './program.ts';

const GATEWAY = `
accounts:
  - id: DU1
    cash: { USD: '10000.00' }
    positions: [{ symbol: VTI, shares: 300 }]
quotes:
  VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '250.00' }
  BND: { bid: '99.99', ask: '100.00', last: '100.00', close: '100.00' }
`;
const FILLING = `${GATEWAY}fills: { delay_ms: 1 }\n`;
/** Nothing fills within the time of a test: an order that is sent stays open. */
const RESTING = `${GATEWAY}fills: { delay_ms: 600000 }\n`;
const TRADE = ['--paper', '--yes'];

interface Case {
  /** How somebody gets there. */
  readonly how: string;
  /** What stands below `gateway:` of the scenario; without it there is no gateway. */
  readonly gateway?: string;
  readonly changed?: Changed;
  readonly args?: readonly string[];
  /** What happens instead of one call of the program. */
  readonly happens?: (place: Workplace) => Promise<Ended>;
  /** A part of the message, which is on standard error. */
  readonly says?: RegExp;
}

/** A run that has an order at the broker; what is done beside it decides. */
async function besideOpenOrder(
  place: Workplace,
  act: (running: ReturnType<Workplace['start']>) => Promise<Ended>,
): Promise<Ended> {
  const running = place.start(...TRADE);
  await vi.waitUntil(() => place.simulator.engine.openOrders().length > 0, { timeout: 20_000 });
  const ended = await act(running);
  running.child.kill('SIGKILL');
  await running.ended;
  return ended;
}

/** A type error, and a failing test, as soon as a code has no case. */
const CASES: Readonly<Record<ExitCode, Case>> = {
  [EXIT.success]: { how: 'both files are valid', args: ['validate'] },
  [EXIT.internal]: {
    how: 'the report finds no folder',
    happens: (place) => {
      place.write('reports', 'a file where the folder should be');
      place.write('positions.csv', 'symbol,quantity\nVTI,300\n');
      place.write('cash.csv', 'currency,amount\nUSD,10000\n');
      place.write('prices.csv', 'symbol,last\nVTI,250\nBND,100\n');
      const files = [
        '--positions',
        'positions.csv',
        '--cash',
        'cash.csv',
        '--prices',
        'prices.csv',
      ];
      return place.run('--report-only', ...files);
    },
    says: /the pre-trade report: .*expected a folder that can be written/,
  },
  [EXIT.usage]: { how: 'a flag that there is not', args: ['--nonsense'], says: /--nonsense/ },
  [EXIT.settings]: {
    how: 'no settings file',
    args: ['--ini', 'no.ini'],
    says: /no\.ini: there is/,
  },
  [EXIT.portfolios]: {
    how: 'no portfolios file',
    args: ['--csv', 'no.csv'],
    says: /no\.csv: there/,
  },
  [EXIT.connection]: {
    how: 'nobody listens',
    args: ['--port', '1'],
    says: /nothing answers there/,
  },
  [EXIT.pacing]: {
    how: 'the gateway ends a connection that asks too much',
    gateway: `${FILLING}events:
  - { on: { request: REQ_POSITIONS }, do: code, code: 100, text: Max rate exceeded }
  - { on: { request: REQ_POSITIONS }, do: disconnect, when: after }
`,
    says: /asked too much \(100\)/,
  },
  [EXIT.contract]: {
    how: 'a symbol that the broker does not know',
    gateway: FILLING,
    changed: { portfolios: 'ETF,MAIN\nVTI,50%\nQXQX,50%\n' },
    says: /QXQX: the broker knows no such/,
  },
  [EXIT.data]: { how: 'nothing to plan on', args: ['--report-only'], says: /no saved run in/ },
  [EXIT.fractional]: {
    how: 'an account that takes no fractions',
    gateway: FILLING,
    changed: { settings: '[rebalance]\nallow_fractional = true' },
    args: TRADE,
    says: /10243|fraction/i,
  },
  [EXIT.marketClosed]: {
    how: 'the broker lists no hours for today',
    gateway: `${FILLING}hours: exchange\n`,
    changed: { gatewayAheadMs: -400 * 86_400_000 },
    args: TRADE,
    says: /trading hours that the broker does not tell, or not for today/,
  },
  [EXIT.buyingPower]: {
    how: 'a buy that the broker would refuse for lack of funds',
    gateway: `${FILLING.replace('shares: 300', 'shares: 39')}events:
  - { on: { request: PLACE_ORDER }, do: code, code: 201, text: 'Order rejected - reason:INSUFFICIENT FUNDS', when: before }
`,
    changed: { settings: '' },
    args: TRADE,
    says: /lack|funds/i,
  },
  [EXIT.safety]: {
    how: 'the settings say read_only',
    gateway: FILLING,
    changed: { ibkr: '' },
    args: TRADE,
    says: /read_only = true/,
  },
  [EXIT.incomplete]: {
    how: 'the broker refuses an order',
    gateway: `${FILLING}events:
  - { on: { request: PLACE_ORDER, nth: 1 }, do: reject, code: 201, text: 'Order rejected' }
`,
    args: TRADE,
    says: /rejected, 0 of/,
  },
  [EXIT.unknownOutcome]: {
    how: 'the line breaks while an order is under way',
    gateway: `${RESTING}events:
  - { on: { request: PLACE_ORDER, nth: 1 }, do: disconnect, when: after }
`,
    args: TRADE,
    says: /unknown, 0 of/,
  },
  [EXIT.accountBusy]: {
    how: 'another run has the account',
    gateway: RESTING,
    happens: (place) => besideOpenOrder(place, () => place.run('recover')),
    says: /another run|has it/i,
  },
  [EXIT.differs]: {
    how: 'a scenario that expects something else',
    happens: (place) => {
      place.write(
        'other.yaml',
        'gateway: { accounts: [{ cash: { USD: 1000 } }] }\nrun: { portfolios: { VTX: 100% } }\nexpect: { exit: 0 }\n',
      );
      return place.run('scenario', 'other.yaml');
    },
    says: /other\.yaml: differences in exit; expected what the file says/,
  },
  [EXIT.drifted]: { how: 'a holding is out of its band', gateway: FILLING, args: ['drift'] },
  [EXIT.interrupted]: {
    how: 'somebody ends a run that has an order at the broker',
    gateway: RESTING,
    happens: (place) =>
      besideOpenOrder(place, ({ child, ended }) => {
        child.kill('SIGINT');
        return ended;
      }),
    says: /our open orders are cancelled/,
  },
};

let place: Workplace | undefined;
afterEach(async () => {
  await place?.close();
  place = undefined;
});

it('there is a case for each code, and for no other', () => {
  expect(Object.keys(CASES).map(Number).sort()).toEqual(Object.values(EXIT).map(Number).sort());
});

const cases = Object.entries(CASES).map(([code, each]) => [Number(code), each.how, each] as const);
it.each(cases)('%i: %s', async (code, _how, { gateway, changed, args = [], happens, says }) => {
  // A signal ends a program on Windows before it can answer.
  if (code === EXIT.interrupted && process.platform === 'win32') return;
  place = await workplace(gateway, changed);
  const ended = await (happens?.(place) ?? place.run(...args));
  expect([ended.code, ended.out.includes('Internal'), ended.err.includes('    at ')]).toEqual([
    code,
    false,
    false,
  ]);
  if (says !== undefined) expect(ended.err).toMatch(says);
  // One sentence from what was found to what was expected.
  expect(ended.err).not.toMatch(/\.[;,]/);
});
