import type { AccountBook } from '../engine/books.ts';
import {
  accountUpdateMulti,
  accountUpdateMultiEnd,
  positionMulti,
  positionMultiEnd,
} from '../wire/account-messages.ts';
import type { AccountRequest } from '../wire/request.ts';
import { chooseAccounts } from './account-choice.ts';
import { accountFigures, ledgerFigures } from './account-figures.ts';
import { notValid, type SessionContext } from './session-context.ts';

type UpdatesRequest = Extract<AccountRequest, { kind: 'REQ_ACCOUNT_UPDATES_MULTI' }>;
type PositionsRequest = Extract<AccountRequest, { kind: 'REQ_POSITIONS_MULTI' }>;

interface Updates {
  readonly books: readonly AccountBook[];
  readonly ledgerOnly: boolean;
  readonly shown: Map<string, string>;
}

/** Holdings and figures of chosen accounts, each request with an id of its own. */
export class MultiFeed {
  private readonly context: SessionContext;
  private readonly positions = new Map<number, readonly AccountBook[]>();
  private readonly updates = new Map<number, Updates>();

  constructor(context: SessionContext) {
    this.context = context;
  }

  requestPositions(request: PositionsRequest): void {
    const { requestId } = request;
    const books = this.choose(request, this.positions);
    if (books === undefined) return;
    this.positions.set(requestId, books);
    for (const book of books) {
      for (const position of book.positions()) {
        if (position.shares === 0n) continue;
        this.context.send(positionMulti(requestId, book.setup.id, position));
      }
    }
    this.context.send(positionMultiEnd(requestId));
  }

  requestUpdates(request: UpdatesRequest): void {
    const { requestId, ledgerOnly } = request;
    const books = this.choose(request, this.updates);
    if (books === undefined) return;
    const updates = { books, ledgerOnly, shown: new Map<string, string>() };
    this.updates.set(requestId, updates);
    this.sendChanges(requestId, updates);
    this.context.send(accountUpdateMultiEnd(requestId));
  }

  cancelPositions(requestId: number): void {
    this.positions.delete(requestId);
  }

  cancelUpdates(requestId: number): void {
    this.updates.delete(requestId);
  }

  /** After a fill: the position that changed, and every figure that is another now. */
  onBooks(account: string, conId: number): void {
    for (const [requestId, books] of this.positions) {
      const book = books.find(({ setup }) => setup.id === account);
      const position = book?.position(conId);
      if (position !== undefined) this.context.send(positionMulti(requestId, account, position));
    }
    for (const [requestId, updates] of this.updates) this.sendChanges(requestId, updates);
  }

  private choose(
    request: PositionsRequest | UpdatesRequest,
    active: ReadonlyMap<number, unknown>,
  ): readonly AccountBook[] | undefined {
    if (!active.has(request.requestId)) return chooseAccounts(this.context, request);
    this.context.sendError(request.requestId, 321, notValid('Duplicate request id'));
    return undefined;
  }

  private sendChanges(requestId: number, { books, ledgerOnly, shown }: Updates): void {
    for (const book of books) {
      const values = this.context.engine.accountValues(book);
      const figures = accountFigures(values).filter(
        ({ key }) => !ledgerOnly || key === 'NetLiquidation',
      );
      const ledger = values.rows.flatMap((row) => ledgerFigures(book.setup.id, row));
      for (const row of [...figures, ...ledger]) {
        const name = `${book.setup.id}/${row.key}/${row.currency}`;
        if (shown.get(name) === row.value) continue;
        shown.set(name, row.value);
        this.context.send(accountUpdateMulti(requestId, book.setup.id, row));
      }
    }
  }
}
