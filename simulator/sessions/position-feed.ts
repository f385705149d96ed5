import { positionData } from '../wire/account-messages.ts';
import { positionEnd } from '../wire/messages.ts';
import type { SessionContext } from './session-context.ts';

/** The holdings of all accounts for one client: all of them once, then what changed. */
export class PositionFeed {
  private readonly context: SessionContext;
  private wanted = false;

  constructor(context: SessionContext) {
    this.context = context;
  }

  subscribe(): void {
    this.wanted = true;
    for (const book of this.context.engine.accounts()) {
      for (const position of book.positions()) {
        if (position.shares !== 0n) this.context.send(positionData(book.setup.id, position));
      }
    }
    this.context.send(positionEnd);
  }

  unsubscribe(): void {
    this.wanted = false;
  }

  /** A position that changed after it was listed; a closed one is sent once with zero shares. */
  onBooks(account: string, conId: number): void {
    const position = this.context.engine.account(account)?.position(conId);
    if (this.wanted && position !== undefined) this.context.send(positionData(account, position));
  }
}
