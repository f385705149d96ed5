import type { IBApi } from '@stoqey/ib';
import type { TwsSession } from './tws-session.ts';

/** What a subscription waits for before its figures are used. */
export interface FirstAnswer {
  /** Resolves when it is there or was waited for long enough; fails when the session ends. */
  readonly arrived: Promise<void>;
  /** Says that it is there, or that none will come. */
  readonly settle: () => void;
}

/**
 * Starts a subscription. The waiting begins when the request leaves: what the message budget holds
 * back, for seconds where there are many symbols, has not been asked yet.
 */
export function startSubscription(
  session: Pick<TwsSession, 'send' | 'onEnd'>,
  timeoutMs: number,
  call: (api: IBApi) => void,
): FirstAnswer {
  let settle = (): void => undefined;
  const arrived = new Promise<void>((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    let waits = true;
    const end = (finish: () => void): void => {
      waits = false;
      clearTimeout(timer);
      stop();
      finish();
    };
    const fail = (reason: Error): void => {
      end(() => {
        reject(reason);
      });
    };
    const stop = session.onEnd(fail);
    settle = () => {
      end(resolve);
    };
    session.send(call).then(
      () => {
        if (waits) timer = setTimeout(settle, timeoutMs);
      },
      (error: unknown) => {
        fail(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
  return { arrived, settle };
}
