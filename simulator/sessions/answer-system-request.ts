import {
  currentTime,
  currentTimeInMillis,
  managedAccounts,
  nextValidId,
} from '../wire/messages.ts';
import { familyCodes, userInfo } from '../wire/reference-messages.ts';
import type { SystemRequest } from '../wire/request.ts';
import { answerByName } from './fixed-answers.ts';
import { notValid, type SessionContext } from './session-context.ts';

/** Answers what a client asks about the gateway itself, and what could not be read. */
export function answerSystemRequest(request: SystemRequest, context: SessionContext): void {
  const now = context.engine.clock.now();
  switch (request.kind) {
    case 'START_API':
      context.sendError(-1, 321, notValid('API is started already'));
      return;
    case 'REQ_IDS':
      sendNextId(context);
      return;
    case 'REQ_MANAGED_ACCTS':
      sendAccounts(context);
      return;
    case 'REQ_CURRENT_TIME':
      context.send(currentTime(now));
      return;
    case 'REQ_CURRENT_TIME_IN_MILLIS':
      context.send(currentTimeInMillis(now));
      return;
    case 'SET_SERVER_LOGLEVEL':
      return;
    case 'REQ_FAMILY_CODES':
      context.send(familyCodes(accountIds(context)));
      return;
    case 'REQ_USER_INFO':
      context.send(userInfo(request.requestId));
      return;
    case 'BY_NAME':
      answerByName(context, request.name, request.requestId);
      return;
    case 'UNREADABLE': {
      const text = `Error reading request: cause - ${request.reason}.`;
      context.sendError(request.requestId, 320, text);
    }
  }
}

export function sendAccounts(context: SessionContext): void {
  context.send(managedAccounts(accountIds(context)));
}

export function sendNextId(context: SessionContext): void {
  context.send(nextValidId(context.engine.nextOrderId(context.clientId)));
}

function accountIds(context: SessionContext): readonly string[] {
  return context.engine.accounts().map(({ setup }) => setup.id);
}
