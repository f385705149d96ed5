/* A run that was approved to buy 10 of VTI at no more than 101. */
import type { ApprovedFacts, Ceiling } from '../approval/ceiling.ts';
import type { RunFacts } from '../journal/journal-event.ts';
import { price } from '../units/price.ts';
import { ratio } from '../units/ratio.ts';
import { shares } from '../units/shares.ts';
import { usd } from '../units/usd.ts';
import { ACCOUNT_ID, exampleContract, NOW } from './example-account.ts';

export function exampleCeiling(different: Partial<Ceiling> = {}): Ceiling {
  return {
    line: 1,
    contract: exampleContract('VTI'),
    side: 'BUY',
    quantity: shares('10'),
    worstPrice: price('101'),
    mayEndAtMarket: false,
    ...different,
  };
}

export function exampleApproval(different: Partial<ApprovedFacts> = {}): ApprovedFacts {
  return {
    accountId: ACCOUNT_ID,
    digest: '',
    sells: [],
    buys: [exampleCeiling()],
    fx: undefined,
    cash: usd('5000'),
    cashFloor: usd('100'),
    cashTarget: usd('150'),
    gross: usd('10000'),
    guardValue: usd('15000'),
    maxLeverage: ratio('1'),
    slippageReserve: ratio('0.001'),
    orderUnit: shares('1'),
    maintenanceFloor: undefined,
    ...different,
  };
}

export function exampleFacts(different: Partial<RunFacts> = {}): RunFacts {
  return {
    runId: 'RUN1',
    accountId: ACCOUNT_ID,
    clientId: 42,
    simulated: true,
    startedAt: NOW,
    orderIdsAbove: 5,
    nextOrderId: 6,
    held: [{ conId: exampleContract('VTI').conId, quantity: shares('40') }],
    recovers: undefined,
    approved: exampleApproval(),
    ...different,
  };
}
