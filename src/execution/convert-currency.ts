import { isFxOpen } from '../core/account/fx-hours.ts';
import type { AccountReading } from '../core/account/snapshot.ts';
import type { FxCeiling } from '../core/approval/ceiling.ts';
import { affordable, fxTerms, type FxDenial } from '../core/plan/fx-terms.ts';
import type { Settings } from '../core/settings.ts';
import type { Rate } from '../core/units/rate.ts';
import { BrokerError } from '../ports.ts';
import type { DeskPorts } from './desk-ports.ts';
import type { OrderDesk } from './order-desk.ts';
import type { RatedQuantity } from './write-ticket.ts';

const DENIALS: Readonly<Record<FxDenial, string>> = {
  closed: 'the currency market is closed',
  'no-rate': 'USD.CAD has no bid and ask',
  'stale-rate': 'the quote of USD.CAD is stale',
};

/**
 * The first stage (PLANNING A.10): buys the approved US dollars and waits for the order's end, no
 * longer than `wait_for_fill_seconds`; then cancels it and awaits that. What is filled by then is
 * what the run has, which may be nothing. Only an order of unknown outcome stops the run. There is no
 * second order for what is lacking. Says why nothing was sent.
 */
export async function convertCurrency(
  approved: FxCeiling,
  desk: OrderDesk,
  input: {
    readonly settings: Settings;
    /** The account as read after the answer. */
    readonly account: AccountReading;
  },
  ports: DeskPorts,
): Promise<string | undefined> {
  const decision = await decide(approved, input, ports);
  if ('reason' in decision) return decision.reason;
  // Deciding may take seconds: the kill switch is looked at right before the sending.
  if (!desk.maySend()) return undefined;
  const unsent = await desk.sendConversion(approved, decision);
  if (unsent !== undefined) return unsent;
  await desk.settle();
  await desk.awaitCommissions();
  return undefined;
}

/** How much of the approved amount the Canadian dollars pay for at the rate of this moment. */
async function decide(
  approved: FxCeiling,
  { account, settings }: { readonly settings: Settings; readonly account: AccountReading },
  { broker, clock }: DeskPorts,
): Promise<RatedQuantity | { readonly reason: string }> {
  const cad = account.otherCash.find(({ currency }) => currency === 'CAD')?.amount ?? 0n;
  const staleAfterMs = settings.limits.staleQuoteSeconds * 1000;
  const termsNow = async () => {
    const quote = await broker.readUsdCad();
    const now = clock.now();
    const terms = fxTerms(
      { quote, open: isFxOpen(now) },
      cad,
      { takenAt: now, staleAfterMs },
      settings.fx,
    );
    return { quote, terms };
  };
  try {
    let { quote, terms } = await termsNow();
    if (terms === 'stale-rate') {
      // A gateway that does not answer leaves the quote as stale as it was.
      await broker.checkAlive().catch(() => undefined);
      ({ quote, terms } = await termsNow());
    }
    if (typeof terms === 'string') return { reason: DENIALS[terms] };
    // The limit of this moment, and never a dearer one than was approved.
    const limit = cheaper(terms.limit, approved.limit);
    const payable = affordable(terms.cad, limit ?? terms.execRate);
    const quantity = payable < approved.quantity ? payable : approved.quantity;
    if (quantity === 0n) return { reason: 'the Canadian dollars pay for nothing' };
    const { bid, ask } = quote;
    const arrival = bid === undefined || ask === undefined ? undefined : { bid, ask };
    return { quantity, limit, arrival, fillTimeoutMs: settings.fx.waitForFillSeconds * 1000 };
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    return { reason: 'the connection was gone' };
  }
}

function cheaper(fresh: Rate | undefined, approved: Rate | undefined): Rate | undefined {
  return fresh !== undefined && approved !== undefined && fresh < approved ? fresh : approved;
}
