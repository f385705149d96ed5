import { drawFaults } from './chaos.ts';
import type { Action, ChaosSide } from './fault-kinds.ts';
import type { FaultEvent, FaultPlan, MessageTrigger } from './fault-plan.ts';

/** One message on its way, as the rules see it. */
export interface SeenMessage {
  readonly kind: 'request' | 'answer';
  readonly name: string;
  /** -1 before the client has said who it is. */
  readonly client: number;
  /** The code of an ERR_MSG. */
  readonly code: number | null;
}

/** A fault that is due, and what called for it. */
export interface DueFault {
  readonly action: Action;
  readonly afterMs: number;
  readonly why: string;
}

const NONE: readonly never[] = [];

/** Knows which faults are due when a message passes. It counts; everything else happens elsewhere. */
export class FaultRules {
  private events: readonly FaultEvent[] = [];
  private chaos: FaultPlan['chaos'] = null;
  /** How many messages have fitted each event. */
  private readonly fitted = new Map<FaultEvent, number>();
  /** Events of a count of bytes that have happened. */
  private readonly spent = new Set<FaultEvent>();
  /** How many messages of a name each client has had, for chance. */
  private readonly passed = new Map<string, number>();

  /** Adds events; a plan with chaos takes the place of the chaos there was. */
  add(plan: FaultPlan): void {
    this.events = [...this.events, ...plan.events];
    this.chaos = plan.chaos ?? this.chaos;
  }

  clear(): void {
    this.events = [];
    this.chaos = null;
  }

  /** The faults for this message, those of the script first. Every message may be shown once. */
  due(message: SeenMessage): readonly DueFault[] {
    // Most gateways have none, and this is asked at every message.
    if (this.events.length === 0 && this.chaos === null) return NONE;
    const scripted = this.events.flatMap((event) => {
      const { trigger, action, afterMs, where } = event;
      if (trigger.kind !== 'request' && trigger.kind !== 'answer') return [];
      if (!concerns(trigger, event.client, message)) return [];
      const count = (this.fitted.get(event) ?? 0) + 1;
      this.fitted.set(event, count);
      const hit = trigger.nth === null ? count >= (trigger.from ?? 1) : count === trigger.nth;
      return hit ? [{ action, afterMs, why: where }] : [];
    });
    return [...scripted, ...this.byChance(message)];
  }

  /** The faults that a connection meets between two counts of bytes sent; each happens once. */
  dueAtBytes(
    client: number,
    [from, to]: readonly [from: number, to: number],
  ): readonly (DueFault & { readonly atByte: number })[] {
    if (this.events.length === 0) return NONE;
    return this.events.flatMap((event) => {
      const { trigger, action, afterMs, where } = event;
      if (trigger.kind !== 'bytes' || this.spent.has(event)) return [];
      if (event.client !== null && event.client !== client) return [];
      if (trigger.count <= from || trigger.count > to) return [];
      this.spent.add(event);
      return [{ action, afterMs, why: where, atByte: trigger.count }];
    });
  }

  private byChance({ kind, name, client }: SeenMessage): readonly DueFault[] {
    if (this.chaos === null) return [];
    const key = `${kind}/${client}/${name}`;
    const nth = (this.passed.get(key) ?? 0) + 1;
    this.passed.set(key, nth);
    const sides: readonly ChaosSide[] =
      kind === 'answer'
        ? ['answers']
        : name === 'PLACE_ORDER'
          ? ['requests', 'orders']
          : ['requests'];
    const { chaos } = this;
    return sides
      .flatMap((side) => drawFaults(chaos, { side, client, name, nth }))
      .map((action) => ({ action, afterMs: 0, why: 'chaos' }));
  }
}

function concerns(trigger: MessageTrigger, client: number | null, message: SeenMessage): boolean {
  return (
    trigger.kind === message.kind &&
    trigger.name === message.name &&
    (client === null || client === message.client) &&
    (trigger.code === null || trigger.code === message.code)
  );
}
