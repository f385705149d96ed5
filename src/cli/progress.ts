import type { LiveView, Screen } from '../ports.ts';

/** Whoever waits longer than this wants to know what for. */
const UNTOLD_MS = 500;

/** The time, as far as progress needs it. */
export interface ProgressTime {
  now(): number;
  /** Calls the task later, unless what it returns is called before. */
  after(ms: number, task: () => void): () => void;
}

/** Says what is waited for, on a line that is gone when the waiting is over. */
export interface Progress {
  /** Does the work, and says so when it takes long. Of works side by side the first one is told. */
  during<Value>(what: string, work: () => Promise<Value>): Promise<Value>;
  /** Says nothing more: from now on the screen shows something else. */
  end(): void;
}

/** Progress on a screen that can show a line for a while; on any other nothing is said. */
export function progressOn(screen: Screen, time: ProgressTime = realTime): Progress {
  const active: { readonly what: string; readonly since: number }[] = [];
  let view: LiveView | undefined;
  let cancel: (() => void) | undefined;
  let ended = false;
  const show = (): void => {
    view = screen.live?.(({ columns }) => {
      const [first] = active;
      if (first === undefined) return [];
      const seconds = Math.floor((time.now() - first.since) / 1000);
      return [`${first.what} ... ${seconds} s`.slice(0, Math.max(0, columns - 1))];
    });
  };
  const hide = (): void => {
    cancel?.();
    cancel = undefined;
    view?.end();
    view = undefined;
  };
  return {
    async during(what, work) {
      if (ended || screen.live === undefined) return work();
      const told = { what, since: time.now() };
      active.push(told);
      cancel ??= time.after(UNTOLD_MS, show);
      try {
        return await work();
      } finally {
        active.splice(active.indexOf(told), 1);
        if (active.length === 0) hide();
      }
    },
    end() {
      ended = true;
      hide();
    },
  };
}

const realTime: ProgressTime = {
  now: () => Date.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};
