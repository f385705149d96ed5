import { whatIfAlive } from '../core/approval/what-if-gate.ts';
import type { Problem } from '../core/units/problem.ts';
import { BrokerError, type Broker, type Clock } from '../ports.ts';
import { askedTooMuch } from './desk-problems.ts';
import type { Inquiries, Inquiry } from './inquiries.ts';

/** Nothing that we wait for takes longer: more time between two looks means that the clock jumped. */
const JUMP_MS = 60_000;
/** How long the gateway may be without its link before we report instead of waiting. */
const UNLINKED_MS = 300_000;
/** How long the gateway may say nothing of open orders before it has to prove that it is alive. */
const SILENCE_MS = 30_000;

/**
 * Whether what we are told, and not told, can be relied on: the link between gateway and broker,
 * the gateway itself (a socket that is half open says nothing for ever), and our own clock.
 */
export class ConnectionWatch {
  readonly #broker: Pick<Broker, 'linkedToBroker' | 'checkAlive' | 'whatIfAlarm' | 'pacingAlarm'>;
  readonly #clock: Clock;
  readonly #inquiries: Inquiries;
  /** Since when the gateway has no link, or has not yet told what happened meanwhile. */
  #unlinkedAt: number | undefined;
  /** What was asked since it has one again. */
  #relink: Inquiry | undefined;
  #lookedAt: number | undefined;
  #heardAt: number | undefined;
  #proving = false;
  #trouble: string | undefined;

  constructor(
    { broker, clock }: { readonly broker: Broker; readonly clock: Clock },
    inquiries: Inquiries,
  ) {
    this.#broker = broker;
    this.#clock = clock;
    this.#inquiries = inquiries;
  }

  /** Why the connection is as good as lost. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Whether orders may be sent and changed, and time limits count. */
  isLinked(): boolean {
    return this.#unlinkedAt === undefined && this.#broker.linkedToBroker();
  }

  /** By how much the clock has jumped since the last call, in ms; 0 when it runs evenly. */
  clockJump(): number {
    const now = this.#clock.now();
    const passed = now - (this.#lookedAt ?? now);
    this.#lookedAt = now;
    return passed < 0 || passed > JUMP_MS ? passed : 0;
  }

  /** What stops the sending: questions that the broker took for orders, and too fast a pace. */
  alarms(accountId: string): readonly Problem[] {
    const alive = this.#broker.whatIfAlarm();
    const pacing = this.#broker.pacingAlarm();
    return [
      ...(alive === undefined ? [] : [whatIfAlive(accountId, alive)]),
      ...(pacing === undefined ? [] : [askedTooMuch(accountId, pacing)]),
    ];
  }

  /** The gateway has said something. */
  heard(): void {
    this.#heardAt = this.#clock.now();
  }

  /**
   * After the link was gone, what happened meanwhile is asked for before anything else. A gateway
   * that says nothing while orders are open is asked for the time.
   */
  look(hasOpenOrders: boolean): void {
    const now = this.#clock.now();
    if (!this.#broker.linkedToBroker()) {
      this.#unlinkedAt ??= now;
      this.#relink = undefined;
      if (now - this.#unlinkedAt > UNLINKED_MS)
        this.#trouble = 'the gateway has had no link to the broker for five minutes';
    } else if (this.#unlinkedAt !== undefined) {
      if (this.#relink === undefined || !this.#inquiries.isUnderWay(this.#relink))
        this.#relink = this.#inquiries.ask();
    } else if (hasOpenOrders && !this.#proving && now - (this.#heardAt ?? now) > SILENCE_MS) {
      this.#proving = true;
      void this.#proveAlive();
    }
    this.#heardAt ??= now;
  }

  /** The answers to a question are complete and taken in. */
  concluded(inquiry: Inquiry): void {
    if (this.#relink !== inquiry) return;
    this.#relink = undefined;
    this.#unlinkedAt = undefined;
    this.heard();
  }

  async #proveAlive(): Promise<void> {
    try {
      await this.#broker.checkAlive();
      this.heard();
    } catch (error) {
      this.#trouble = error instanceof BrokerError ? error.message : String(error);
    }
    this.#proving = false;
  }
}
