import type { WhatIfAnswer } from '../core/orders/what-if.ts';
import { asUsd } from '../core/units/usd.ts';
import type { Engine } from '../../simulator/engine/engine.ts';
import type { OrderTicket as EngineTicket } from '../../simulator/engine/order.ts';

/** What the engine says to the question what an order would do; the order is none, whatever it says. */
export function whatIfOf(engine: Engine, ticket: EngineTicket): WhatIfAnswer {
  const answers: WhatIfAnswer[] = [];
  const stopListening = engine.listen((event) => {
    if (event.kind === 'refusal') {
      const { code, text } = event;
      answers.push({ kind: 'refused', code, text });
    } else if (event.kind === 'preview' && event.preview !== null) {
      const { before, after } = event.preview;
      const initial = asUsd(after.initial - before.initial);
      const maintenance = asUsd(after.maintenance - before.maintenance);
      answers.push({ kind: 'margins', initial, maintenance });
    }
  });
  // The engine answers at once.
  engine.place({ ...ticket, whatIf: true });
  stopListening();
  return answers[0] ?? { kind: 'silent' };
}
