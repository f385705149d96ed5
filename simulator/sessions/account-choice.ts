import type { AccountBook } from '../engine/books.ts';
import { notValid, type SessionContext } from './session-context.ts';

/**
 * The accounts that a request is about: the one it names, or all of them. Undefined, after an error
 * was sent, when nothing is called that. There are no models, so a model has no accounts.
 */
export function chooseAccounts(
  context: SessionContext,
  request: { readonly requestId: number; readonly account: string; readonly modelCode: string },
): readonly AccountBook[] | undefined {
  const { requestId, account, modelCode } = request;
  if (modelCode !== '') return [];
  if (account === '' || account === 'All') return context.engine.accounts();
  const book = context.engine.account(account);
  if (book !== undefined) return [book];
  context.sendError(requestId, 321, notValid(`Invalid account code '${account}'`));
  return undefined;
}
