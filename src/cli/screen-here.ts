import { terminalScreen, type TerminalScreen } from './terminal-screen.ts';

/** The screen of this process. */
export function screenHere(): TerminalScreen {
  const { stdout, stderr, env, platform } = process;
  for (const stream of [stdout, stderr]) neverWaitFor(stream);
  return terminalScreen(stdout, {
    environment: env,
    platform,
    every: (ms, draw) => {
      const timer = setInterval(draw, ms).unref();
      return () => {
        clearInterval(timer);
      };
    },
    watch: ({ moved, doomed }) => {
      stdout.on('resize', moved);
      // After Ctrl-Z the shell has written where we were.
      process.on('SIGCONT', moved);
      process.on('uncaughtExceptionMonitor', doomed);
      return () => {
        stdout.off('resize', moved);
        process.off('SIGCONT', moved);
        process.off('uncaughtExceptionMonitor', doomed);
      };
    },
  });
}

/**
 * Node writes to a terminal while everything else waits. One that takes nothing (after Ctrl-S, or
 * behind a connection that hangs) would stop the whole program, with orders at the broker and nobody
 * watching them. Node has no documented switch for it; where its handle has none either, nothing
 * changes.
 */
function neverWaitFor(stream: NodeJS.WriteStream): void {
  if (!stream.isTTY) return;
  const { _handle: handle } = stream as {
    readonly _handle?: { readonly setBlocking?: (blocking: boolean) => unknown };
  };
  handle?.setBlocking?.(false);
}
