import { PRICE_DECIMALS } from '../engine/price.ts';
import { finestIncrement, type Contract, type MarketRule } from '../engine/contract.ts';
import type { TradingHours } from '../engine/trading-hours.ts';
import type { Message } from './messages.ts';
import { wireDouble } from './wire-number.ts';

/** What a gateway lists for a US stock, as far as this simulator can work it. */
const ORDER_TYPES = 'ALGO,DAY,FOK,GTC,IOC,LMT,MIDPX,MKT,MOC,OPG,STP';

export interface ContractDetails {
  readonly requestId: number;
  readonly contract: Contract;
  /** The exchange that was asked for; the answer repeats it. */
  readonly exchange: string;
  readonly rule: MarketRule;
  readonly hours: TradingHours;
}

/** CONTRACT_DATA for a stock, an ETF or a pair of currencies. */
export function contractData(details: ContractDetails, version: number): Message {
  const { requestId, contract, exchange, rule, hours } = details;
  const { option } = contract;
  const isPair = contract.secType === 'CASH';
  const exchanges = [...(isPair ? [] : ['SMART']), contract.primaryExchange];
  return [
    '10',
    ...(version < 164 ? ['8'] : []),
    String(requestId),
    contract.symbol,
    contract.secType,
    option?.expiry ?? '', // lastTradeDateOrContractMonth
    ...(version >= 182 ? [option?.expiry ?? ''] : []), // lastTradeDate
    option === null ? '0' : wireDouble(option.strike, PRICE_DECIMALS),
    option?.right ?? '',
    exchange,
    contract.currency,
    contract.localSymbol,
    contract.tradingClass, // marketName
    contract.tradingClass,
    String(contract.conId),
    wireDouble(finestIncrement(rule), PRICE_DECIMALS),
    ...(version >= 110 && version < 164 ? [isPair ? '1' : '100'] : []), // mdSizeMultiplier
    option === null ? '' : String(contract.multiplier),
    ORDER_TYPES,
    exchanges.join(','),
    '1', // priceMagnifier
    '0', // underConId
    contract.name,
    isPair ? '' : contract.primaryExchange,
    '', // contractMonth
    '', // industry
    '', // category
    '', // subcategory
    'US/Eastern',
    hours.trading,
    hours.liquid,
    '', // evRule
    '', // evMultiplier
    '0', // secIdListCount
    isPair ? '4' : '1', // aggGroup
    '', // underSymbol
    '', // underSecType
    exchanges.map(() => contract.marketRule).join(','),
    '', // realExpirationDate
    ...(version >= 152 ? [contract.stockType] : []),
    ...sizeRules(version, isPair),
    ...(version >= 186 ? ['0'] : []), // ineligibilityCount
  ];
}

/** Whole shares are what this simulator trades, although a live gateway names finer steps. */
function sizeRules(version: number, isPair: boolean): readonly string[] {
  if (isPair) return version >= 164 ? ['1', '1', '1'] : version === 163 ? ['1'] : [];
  if (version >= 164) return ['0.0001', '0.0001', '100'];
  return version === 163 ? ['0.0001'] : [];
}
