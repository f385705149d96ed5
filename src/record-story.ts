import type { Contract } from './core/account/contract.ts';
import { marketOf, type Market, type Quote } from './core/account/quote.ts';
import type { JournalEvent } from './core/journal/journal-event.ts';
import type { OrderTicket } from './core/orders/ticket.ts';
import type { Clock, Journal } from './ports.ts';
import type { TimedEvent } from './report/order-life.ts';

/**
 * A journal that also remembers when each entry was written and what the market of its order was
 * then. The journal comes first: what is remembered is for the report and decides nothing.
 */
export function recordStory(
  journal: Journal,
  clock: Clock,
  quoteOf: (contract: Contract) => Quote | undefined,
): { readonly journal: Journal; readonly story: readonly TimedEvent[] } {
  const story: TimedEvent[] = [];
  const tickets = new Map<number | string, OrderTicket>();
  const marketAt = (event: JournalEvent): Market | undefined => {
    const ticket = tickets.get(orderOf(event) ?? '');
    if (ticket?.kind !== 'shares') return undefined;
    const quote = quoteOf(ticket.contract);
    return quote && marketOf(quote);
  };
  return {
    story,
    journal: {
      path: journal.path,
      append(event) {
        journal.append(event);
        if (event.kind === 'intent') {
          tickets.set(event.orderId, event.ticket);
          tickets.set(event.ticket.orderRef, event.ticket);
        }
        story.push({ at: clock.now(), event, market: marketAt(event) });
      },
      close() {
        journal.close();
      },
    },
  };
}

/** Which order an entry is about, by its id or its reference. */
function orderOf(event: JournalEvent): number | string | undefined {
  if ('orderId' in event) return event.orderId;
  if (event.kind !== 'told') return undefined;
  const told = event.event;
  if ('orderId' in told) return told.orderId;
  return told.kind === 'execution' ? told.execution.orderRef : undefined;
}
