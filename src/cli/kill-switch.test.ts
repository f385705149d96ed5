import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { killSwitchOf, type Interrupts } from './kill-switch.ts';

function interrupts() {
  let press: () => void = () => undefined;
  const said: string[] = [];
  let ended = 0;
  const faked: Interrupts = {
    listen: (listener) => (press = listener),
    end: () => (ended += 1),
    say: (text) => said.push(text),
  };
  return {
    faked,
    said,
    press: () => {
      press();
    },
    ended: () => ended,
  };
}

describe('the kill switch', () => {
  it('is pulled as soon as its file is there, and let go when it is not', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kill-'));
    const file = join(folder, 'KILL_SWITCH');
    const killSwitch = killSwitchOf(file, interrupts().faked);
    expect(killSwitch.pulled()).toBeUndefined();
    writeFileSync(file, '');
    expect(killSwitch.pulled()).toBe('kill-switch');
    rmSync(folder, { recursive: true });
    expect(killSwitch.pulled()).toBeUndefined();
  });

  it('ends the program at Ctrl-C while nothing is at risk', () => {
    const { faked, press, ended, said } = interrupts();
    killSwitchOf('no-such-file', faked);
    press();
    expect([ended(), said.join()]).toEqual([1, '\nInterrupted. Nothing was sent.']);
  });

  it('lets guarded work end by itself, once told, however often Ctrl-C is pressed', async () => {
    const { faked, press, ended, said } = interrupts();
    const killSwitch = killSwitchOf('no-such-file', faked);
    const result = await killSwitch.guard(() => {
      expect(killSwitch.pulled()).toBeUndefined();
      press();
      press();
      expect(killSwitch.pulled()).toBe('interrupted');
      return Promise.resolve('report written');
    });
    expect([result, ended(), said.length]).toEqual(['report written', 0, 1]);
    // Nobody is told that nothing was sent, and the exit code stays what the run made it.
    press();
    expect([ended(), said.length]).toEqual([0, 1]);
  });
});
