import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { killSwitchOf } from './kill-switch.ts';
import { processInterrupts } from './process-interrupts.ts';

class Signals extends EventEmitter {
  readonly exits: number[] = [];

  exit(code: number): void {
    this.exits.push(code);
  }
}

const screen = {
  lend: <Value>(work: () => Promise<Value>) => work(),
  above: () => undefined,
};
const nobody = { ask: () => Promise.resolve('no-answer' as const) };

it('Ctrl-C stops the account that has orders; one that is done with does not end the program', async () => {
  const signals = new Signals();
  const interrupts = processInterrupts(signals, nobody, screen);
  // Recovering an account in which there was nothing to trade leaves its kill switch unguarded.
  killSwitchOf(['no-such-file'], interrupts);
  const trading = killSwitchOf(['no-such-file'], interrupts);
  await trading.guard(async () => {
    signals.emit('SIGINT');
    await new Promise(setImmediate);
    expect(trading.pulled()).toBe('interrupted');
  });
  expect(signals.exits).toEqual([]);
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s ends a program that has sent nothing', (signal) => {
  const signals = new Signals();
  killSwitchOf(['no-such-file'], processInterrupts(signals, nobody, screen));
  signals.emit(signal);
  expect(signals.exits).toEqual([130]);
});
