import { afterEach, describe, expect, it } from 'vitest';
import { price } from '../core/units/price.ts';
import { shares } from '../core/units/shares.ts';
import { usd } from '../core/units/usd.ts';
import { startHandGateway } from '../../test/run/hand-gateway.ts';
import { TwsBroker } from './tws-broker.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Message = readonly string[];

/** What the account update tells: a key with its value in a currency. */
function value(key: string, amount: string, currency: string, account = 'DU1'): Message {
  return ['6', '2', key, amount, currency, account];
}

function position(conId: string, quantity: string, account = 'DU1', symbol = 'VTI'): Message {
  const contract = [conId, symbol, 'STK', '', '0', '', '', 'ARCA', 'USD', symbol, symbol];
  return ['61', '3', account, ...contract, quantity, '90'];
}

function portfolio(conId: string, marketPrice: string, marketValue: string, account = 'DU1') {
  const contract = [conId, 'VTI', 'STK', '', '0', '', '', 'ARCA', 'USD', 'VTI', 'VTI'];
  return ['7', '8', ...contract, '10', marketPrice, marketValue, '90', '0', '0', account];
}

/** The same rows in another currency. */
function inCurrency(row: Message, at: number, currency: string): Message {
  return row.map((field, index) => (index === at ? currency : field));
}

/** Reads the account from a gateway that answers with these rows. */
async function read(values: readonly Message[], positions: readonly Message[] = []) {
  return (await gatewayWith(values, positions)).broker.readAccount('DU1');
}

/** A broker at such a gateway, and what it asks. */
async function gatewayWith(values: readonly Message[], positions: readonly Message[] = []) {
  const requests: Message[] = [];
  const gateway = await startHandGateway({
    answer: (request) => {
      requests.push(request);
      const [kind, , subscribe] = request;
      if (kind === '61') return [...positions, ['62', '1']];
      return kind === '6' && subscribe === '1' ? [...values, ['54', '1', 'DU1']] : [];
    },
  });
  const clock = { now: () => Date.now() };
  const { port } = gateway;
  const options = { host: '127.0.0.1', port, clientId: 42, clock, fallbackToSnapshot: false };
  const broker = new TwsBroker(options);
  closing.push(() => gateway.close());
  closing.push(() => broker.close());
  await broker.connect();
  return { broker, requests };
}

describe('the account', () => {
  it('is its own rows alone: other accounts of the login are left out', async () => {
    const account = await read(
      [
        value('CashBalance', '100.00', 'USD'),
        value('CashBalance', '999.00', 'USD', 'DU2'),
        portfolio('12', '250', '7500'),
        portfolio('12', '1', '1', 'DU2'),
      ],
      [position('12', '30'), position('12', '99', 'DU2'), position('13', '5', 'DU2')],
    );
    expect(account.cash).toBe(usd('100'));
    expect(account.positions).toMatchObject([
      { conId: 12, quantity: shares('30'), marketPrice: price('250'), marketValue: usd('7500') },
    ]);
  });

  it('leaves out what is closed, and has no price where the broker gives none', async () => {
    const rows = [position('12', '0'), position('13', '2.5')];
    const account = await read([value('CashBalance', '1.00', 'USD')], rows);
    expect(account.positions).toMatchObject([
      { conId: 13, quantity: shares('2.5'), marketPrice: undefined, marketValue: undefined },
    ]);
  });

  it('that gives no cash at all was not read', async () => {
    await expect(read([value('NetLiquidation', '1', 'USD')])).rejects.toMatchObject({
      trouble: 'no-answer',
    });
  });

  it('with a position that is no number was not read', async () => {
    const values = [value('CashBalance', '1.00', 'USD')];
    await expect(read(values, [position('12', 'many')])).rejects.toMatchObject({
      trouble: 'no-answer',
    });
  });
});

describe('the money', () => {
  it('is read under the prefix of newer gateways too', async () => {
    const account = await read([
      value('$LEDGER-CashBalance', '100.00', 'USD'),
      value('$LEDGER-CashBalance', '250.00', 'BASE'),
      value('$LEDGER-NetLiquidationByCurrency', '1000.00', 'USD'),
    ]);
    expect([account.cash, account.brokerNetLiq]).toEqual([usd('100'), usd('1000')]);
    expect(account.otherCash).toEqual([]);
  });

  it('of an account in another currency is turned into dollars', async () => {
    const account = await read([
      value('CashBalance', '300.00', 'CAD'),
      value('CashBalance', '0.00', 'EUR'),
      value('ExchangeRate', '1.00', 'CAD'),
      value('ExchangeRate', '1.25', 'USD'),
      value('AvailableFunds', '500.00', 'CAD'),
    ]);
    expect(account.cash).toBe(usd('0'));
    expect(account.otherCash).toEqual([
      { currency: 'CAD', amount: 30_000_000_000n, worth: usd('240') },
    ]);
    expect(account.availableFunds).toBe(usd('400'));
    expect(account.brokerNetLiq).toBeUndefined();
  });

  describe('whose dollar part the gateway does not tell', () => {
    const rows = [
      value('CashBalance', '300.00', 'CAD'),
      value('ExchangeRate', '1.00', 'CAD'),
      value('ExchangeRate', '1.25', 'USD'),
      value('NetLiquidation', '25000.00', 'CAD'),
      value('ExcessLiquidity', '5000.00', 'CAD'),
    ];
    // 25,000 CAD are 20,000 USD, of which 300 CAD of cash are 240 and 1,000 CAD of a fund are 800.
    const fund = inCurrency(position('14', '10'), 11, 'CAD');

    it('is the whole less what is in other currencies', async () => {
      const told = [...rows, inCurrency(portfolio('14', '100', '1000'), 10, 'CAD')];
      const account = await read(told, [fund]);
      expect(account.brokerNetLiq).toBe(usd('18960'));
      expect([account.netLiquidation, account.excessLiquidity]).toEqual([
        usd('20000'),
        usd('4000'),
      ]);
    });

    it('is not known when one of them has no worth', async () => {
      expect((await read(rows, [fund])).brokerNetLiq).toBeUndefined();
      const euro = value('CashBalance', '1.00', 'EUR');
      expect((await read([...rows, euro])).brokerNetLiq).toBeUndefined();
    });
  });

  it('without a rate, or with a rate that is none, is worth nothing that anyone knows', async () => {
    const account = await read([
      value('CashBalance', '10.00', 'USD'),
      value('CashBalance', '300.00', 'CAD'),
      value('ExchangeRate', '0.00', 'USD'),
      value('AvailableFunds', '500.00', 'CAD'),
    ]);
    expect(account.otherCash).toMatchObject([{ currency: 'CAD', worth: undefined }]);
    expect(account.availableFunds).toBeUndefined();
  });

  it('that is owed as interest is as good as spent, and interest to come is no cash yet', async () => {
    const rows = [
      value('CashBalance', '100.00', 'USD'),
      value('NetLiquidationByCurrency', '1000.00', 'USD'),
    ];
    const owed = await read([...rows, value('AccruedCash', '-3.00', 'USD')]);
    expect([owed.cash, owed.brokerNetLiq]).toEqual([usd('97'), usd('1003')]);
    const due = await read([...rows, value('AccruedCash', '3.00', 'USD')]);
    expect([due.cash, due.brokerNetLiq]).toEqual([usd('100'), usd('997')]);
  });
});

describe('the subscription to account values', () => {
  const subscribed = (requests: readonly Message[]): readonly string[] =>
    requests
      .filter(([kind]) => kind === '6')
      .map(([, , on, account]) => `${on ?? ''} ${account ?? ''}`);

  it('is ended before it is asked for anew, so that each reading is answered with all values', async () => {
    const { broker, requests } = await gatewayWith([value('CashBalance', '1.00', 'USD')]);
    await broker.readAccount('DU1');
    expect(subscribed(requests)).toEqual(['1 DU1']);
    await broker.readAccount('DU1');
    expect(subscribed(requests)).toEqual(['1 DU1', '0 DU1', '1 DU1']);
  });

  it('is ended after a reading that failed too', async () => {
    const rows: Message[] = [];
    const { broker, requests } = await gatewayWith(rows);
    await expect(broker.readAccount('DU1')).rejects.toThrow('no cash balance');
    rows.push(value('CashBalance', '1.00', 'USD'));
    await broker.readAccount('DU1');
    expect(subscribed(requests)).toEqual(['1 DU1', '0 DU1', '1 DU1']);
  });
});
