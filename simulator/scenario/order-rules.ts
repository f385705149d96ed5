import type { OrderRules } from '../engine/check-rules.ts';
import type { Market } from './list-contracts.ts';
import type { ScenarioProblem } from './scenario.ts';
import type { GatewayPart } from './schema.ts';

/** The part `orders` of a scenario, with its symbols found among the contracts. */
export function orderRules({ orders }: GatewayPart, market: Market): OrderRules {
  return {
    fractions: orders.fractions,
    mostActive: orders.most_active,
    priceBandPercent: orders.price_band_percent ?? null,
    smallestSize: orders.smallest_size ?? null,
    directRouting: orders.direct_routing,
    shortSales: orders.short_sales,
    presetDay: orders.preset_day,
    restricted: new Map(
      Object.entries(orders.restricted).flatMap(([name, restriction]) =>
        conIdsOf(name, market).map((conId) => [conId, restriction] as const),
      ),
    ),
  };
}

/** The restricted contracts must be there. */
export function checkRestricted({ orders }: GatewayPart, market: Market): ScenarioProblem[] {
  return Object.keys(orders.restricted)
    .filter((name) => conIdsOf(name, market).length === 0)
    .map((name) => ({
      where: `gateway.orders.restricted.${name}`,
      what: 'no contract is called that',
    }));
}

function conIdsOf(name: string, market: Market): readonly number[] {
  return market.listings
    .filter(({ contract }) => contract.localSymbol === name || String(contract.conId) === name)
    .map(({ contract }) => contract.conId);
}
