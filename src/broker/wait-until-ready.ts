import type { EventName, IBApi } from '@stoqey/ib';
import { BrokerError, type Clock, type Gateway } from '../ports.ts';
import { connectAtOnce } from './send-at-once.ts';

/** Where our simulator puts this, a gateway puts the name of its time zone. */
export const SIMULATOR_MARK = 'tws-sim/ibkr-etf-rebalancer';

const CONNECT_TIMEOUT_MS = 10_000;

export interface SessionOptions {
  readonly host: string;
  readonly port: number;
  readonly clientId: number;
  readonly clock: Clock;
  /** How long the gateway may take to get ready. */
  readonly connectTimeoutMs?: number;
}

/** What the gateway has said by the time it is ready. */
export interface Opened {
  readonly gateway: Gateway;
  readonly firstOrderId: number;
  readonly notices: readonly { readonly code: number; readonly text: string }[];
}

/** Connects and waits for everything that a session needs to begin; fails with `BrokerError`. */
export function waitUntilReady<Session>(
  api: IBApi,
  names: typeof EventName,
  options: SessionOptions,
  start: (opened: Opened) => Session,
): Promise<Session> {
  return new Promise((resolve, reject) => {
    let version: number | undefined;
    let simulated = false;
    let accounts: readonly string[] | undefined;
    let firstOrderId: number | undefined;
    const notices: { code: number; text: string }[] = [];
    const timer = setTimeout(() => {
      const reached =
        version === undefined ? 'it is no TWS or IB Gateway' : 'it is not logged in yet';
      refuse('no-answer', `it accepted the connection but did not get ready; perhaps ${reached}.`);
    }, options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS);
    const finish = (): void => {
      clearTimeout(timer);
      api.removeAllListeners();
    };
    const refuse = (trouble: BrokerError['trouble'], message: string): void => {
      finish();
      reject(new BrokerError(trouble, message));
    };
    const settle = (): void => {
      if (version === undefined || accounts === undefined || firstOrderId === undefined) return;
      finish();
      const gateway: Gateway = {
        serverVersion: version,
        simulated,
        accounts,
        nextOrderId: firstOrderId,
      };
      resolve(start({ gateway, firstOrderId, notices }));
    };
    api.on(names.server, (serverVersion: number, connectionTime: string) => {
      version = serverVersion;
      simulated = connectionTime.endsWith(SIMULATOR_MARK);
    });
    api.on(names.managedAccounts, (list: string) => {
      // The list may end with a comma.
      accounts = list
        .split(',')
        .map((id) => id.trim())
        .filter((id) => id !== '');
      settle();
    });
    api.on(names.nextValidId, (orderId: number) => {
      firstOrderId = orderId;
      settle();
    });
    api.on(names.info, (text: string, code: number) => {
      notices.push({ code, text });
      if (code === 326)
        refuse('client-id-in-use', `client id ${options.clientId} is in use. ${text}`);
    });
    api.on(names.error, (error: Error, code: number) => {
      if (code === 502) refuse('refused', `nothing answers there (${error.message})`);
      if (code === 506) refuse('unsupported-version', error.message);
    });
    api.on(names.disconnected, () => {
      refuse('refused', 'it closed the connection before it was ready.');
    });
    connectAtOnce(() => api.connect());
  });
}
