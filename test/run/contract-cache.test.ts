import { afterEach, expect, it } from 'vitest';
import type { Contract } from '../../src/core/account/contract.ts';
import type { ContractCache } from '../../src/ports.ts';
import { markTaken, type Proxy } from './proxy.ts';
import { runOnSimulator } from './simulated-run.ts';

const gateway = `
accounts:
  - id: DU1
    cash: { USD: '1000.00' }
    positions: [{ symbol: VTI, shares: 300 }, { symbol: GLD, shares: 1 }]
`;
const portfolios = 'ETF,MAIN\nVTI,50%\nBND,50%\n';
const proxies: Proxy[] = [];
afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.close();
});

async function withoutMark(port: number): Promise<number> {
  const proxy = await markTaken(port);
  proxies.push(proxy);
  return proxy.port;
}

function memory(): ContractCache & { readonly known: Map<string, readonly Contract[]> } {
  const known = new Map<string, readonly Contract[]>();
  return {
    known,
    read: (key) => known.get(key),
    write: (answers) => {
      for (const [key, contracts] of answers) known.set(key, contracts);
    },
  };
}

it('a gateway is asked for its contracts once, and the second plan is the same', async () => {
  const contractCache = memory();
  const setup = { gateway, portfolios, contractCache, through: withoutMark };
  const permission = { trade: false };
  const first = await runOnSimulator({ ...setup, permission });
  expect(first.requests['REQ_CONTRACT_DATA']).toBe(3);
  const keys = [...contractCache.known.keys()].map((key) => key.replace(/\d+/, 'N'));
  expect(keys.sort()).toEqual(['BND', 'VTI', 'conId:N']);
  const second = await runOnSimulator({ ...setup, permission });
  expect(second.requests['REQ_CONTRACT_DATA']).toBeUndefined();
  expect(second.requests['REQ_MARKET_RULE']).toBeUndefined();
  const plan = (csv = ''): string => csv.replace(/^[^,]*|[0-9a-f]{12}(?=,TEST,)/gm, '');
  expect(plan(second.reports.pre)).toBe(plan(first.reports.pre));
});

it("the simulator's contracts are never remembered: they are its own", async () => {
  const contractCache = memory();
  await runOnSimulator({ gateway, portfolios, contractCache, permission: { trade: false } });
  expect([...contractCache.known]).toEqual([]);
});
