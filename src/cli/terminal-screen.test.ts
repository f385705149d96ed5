import { describe, expect, it } from 'vitest';
import { terminalScreen, type Surroundings } from './terminal-screen.ts';
import { SmallTerminal } from './testing/small-terminal.ts';

/** A screen on a small terminal, and the hands of its clock. */
function set(
  terminal = new SmallTerminal(),
  different: Partial<Pick<Surroundings, 'environment' | 'platform'>> = {},
) {
  const tasks = new Set<() => void>();
  let on: { moved: () => void; doomed: () => void } | undefined;
  const screen = terminalScreen(terminal, {
    environment: { TERM: 'xterm-256color' },
    platform: 'linux',
    every: (_, task) => {
      tasks.add(task);
      return () => tasks.delete(task);
    },
    watch: (hooks) => {
      on = hooks;
      return () => {
        on = undefined;
      };
    },
    ...different,
  });
  let lines: readonly string[] = [];
  const draws = (): void => {
    for (const task of tasks) task();
  };
  return {
    draws,
    screen,
    terminal,
    begin: (...first: string[]) => {
      lines = first;
      return screen.live?.(() => lines);
    },
    picture: (...next: string[]) => {
      lines = next;
      draws();
    },
    on: () => on,
  };
}

describe('a picture on a terminal', () => {
  it('is drawn in place, below what is shown meanwhile, and is gone at the end', () => {
    const { screen, terminal, begin, picture } = set();
    screen.show('before');
    const view = begin('one', 'two');
    picture('one', 'two');
    expect(terminal.lines).toEqual(['before', '', 'one', 'two']);
    screen.show('VTI filled');
    expect(terminal.lines).toEqual(['before', 'VTI filled', '', 'one', 'two']);
    picture('three');
    expect(terminal.lines).toEqual(['before', 'VTI filled', '', 'three']);
    view?.end();
    screen.show('after');
    expect(terminal.lines).toEqual(['before', 'VTI filled', 'after']);
  });

  it('is drawn at the bottom of the terminal too, where lines scroll away', () => {
    const { screen, terminal, begin, picture } = set(new SmallTerminal(80, 8));
    begin('a', 'b', 'c');
    for (let at = 0; at < 20; at += 1) {
      screen.show(`line ${at}`);
      picture('a', 'b', String(at));
    }
    expect(terminal.lines).toEqual([
      ...Array.from({ length: 20 }, (_, at) => `line ${at}`),
      '',
      'a',
      'b',
      '19',
    ]);
  });

  it('never hides the cursor, and leaves it where the next line begins', () => {
    const { terminal, screen, begin, picture } = set();
    const view = begin();
    picture('one', 'two');
    screen.show('VTI filled');
    view?.end();
    expect(terminal.cursor).toBe('1:0');
    expect(terminal.written).not.toContain('?25');
  });

  it('is written again only when it has changed', () => {
    const { terminal, begin, picture } = set();
    begin();
    picture('one');
    const { length } = terminal.written;
    picture('one');
    expect(terminal.written).toHaveLength(length);
  });

  it('paints over what was typed into it', () => {
    const { terminal, begin, picture } = set();
    begin();
    picture('0:01', 'VTI');
    terminal.write('y\r\n^C');
    picture('0:02', 'VTI');
    expect(terminal.lines).toEqual(['', '0:02', 'VTI']);
  });

  it('begins where the cursor is after the size has changed', () => {
    const { terminal, begin, picture, on } = set();
    terminal.write('before\n');
    begin();
    picture('a long line', 'VTI');
    // Narrower: the terminal took the cursor along, and wrapped the line below it.
    terminal.columns = 60;
    terminal.write('\r\n\r\na long\r\nline\r\n\u001b[4A');
    on()?.moved();
    picture('a long line', 'VTI');
    expect(terminal.lines.slice(-3)).toEqual(['', 'a long line', 'VTI']);
  });

  it('has no colours where the terminal has none', () => {
    const plain = set();
    plain.begin();
    plain.picture('\u001b[31mred\u001b[39m');
    plain.screen.show('\u001b[32mgreen\u001b[39m');
    expect(plain.terminal.written).not.toMatch(/\[\d+m/);
    const coloured = set(Object.assign(new SmallTerminal(), { colours: true }));
    coloured.screen.show('\u001b[32mgreen\u001b[39m');
    expect(coloured.terminal.written).toBe('\u001b[32mgreen\u001b[39m\n');
  });

  it('is not there on a terminal that is too small for it', () => {
    const { terminal, begin, picture } = set(new SmallTerminal(30, 24));
    begin();
    picture('one');
    expect(terminal.written).toBe('');
    terminal.columns = 80;
    picture('one');
    expect(terminal.lines).toEqual(['', 'one']);
    terminal.rows = 5;
    picture('one');
    expect(terminal.lines).toEqual([]);
  });

  it.each([
    ['a pipe', { isTTY: false }, { TERM: 'xterm' }, 'linux', false],
    ['a dumb terminal', {}, { TERM: 'dumb' }, 'linux', false],
    ['a terminal without a name', {}, {}, 'linux', false],
    ['a terminal of Windows', {}, {}, 'win32', true],
    ['a terminal', {}, { TERM: 'xterm', NO_COLOR: '1' }, 'linux', true],
  ] as const)('%s gets it, or lines', (_, stream, environment, platform, drawn) => {
    const terminal = Object.assign(new SmallTerminal(), stream);
    const { screen } = set(terminal, { environment, platform });
    expect(screen.live !== undefined).toBe(drawn);
    screen.show('a line');
    expect(terminal.written).toBe('a line\n');
  });
});

describe('two pictures', () => {
  it('are never on the screen together: the newer one is shown, then the older one again', () => {
    const { screen, terminal, draws } = set();
    const orders = screen.live?.(() => ['orders']);
    draws();
    const progress = screen.live?.(() => ['waiting ... 1 s']);
    draws();
    expect(terminal.lines).toEqual(['', 'waiting ... 1 s']);
    screen.show('VTI filled');
    expect(terminal.lines).toEqual(['VTI filled', '', 'waiting ... 1 s']);
    progress?.end();
    draws();
    expect(terminal.lines).toEqual(['VTI filled', '', 'orders']);
    orders?.end();
    expect(terminal.lines).toEqual(['VTI filled']);
  });

  it('may end in any order', () => {
    const { screen, terminal, draws } = set();
    const orders = screen.live?.(() => ['orders']);
    const progress = screen.live?.(() => ['waiting ... 1 s']);
    draws();
    orders?.end();
    draws();
    expect(terminal.lines).toEqual(['', 'waiting ... 1 s']);
    progress?.end();
    expect(terminal.lines).toEqual([]);
  });
});

describe('a question in the middle of a picture', () => {
  it('stands by itself; what happens meanwhile is shown after the answer', async () => {
    const { screen, terminal, begin, picture } = set();
    begin();
    picture('one');
    let answer: () => void = () => undefined;
    const asked = screen.lend(() => {
      terminal.write('Leave them? ');
      return new Promise<void>((resolve) => (answer = resolve));
    });
    picture('two');
    screen.show('VTI filled');
    expect(terminal.lines).toEqual(['Leave them?']);
    terminal.write('n\r\n');
    answer();
    await asked;
    picture('two');
    expect(terminal.lines).toEqual(['Leave them? n', 'VTI filled', '', 'two']);
  });

  it('keeps nothing back for ever: the end of the picture shows what it kept', () => {
    const { screen, terminal, begin } = set();
    const view = begin();
    void screen.lend(() => new Promise(() => undefined));
    screen.show('VTI filled');
    expect(terminal.lines).toEqual([]);
    view?.end();
    expect(terminal.lines).toEqual(['VTI filled']);
  });

  it('is over when it fails', async () => {
    const { screen, terminal, begin } = set();
    begin();
    await expect(screen.lend(() => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    screen.show('VTI filled');
    expect(terminal.lines).toEqual(['VTI filled']);
  });

  it('leaves room for what others say above the picture', () => {
    const { screen, terminal, begin, picture } = set();
    begin();
    picture('one');
    screen.above(() => {
      terminal.write('Stopping\n');
    });
    expect(terminal.lines).toEqual(['Stopping', '', 'one']);
  });
});

describe('a terminal that causes trouble', () => {
  it('is not waited for: while it takes nothing, nothing is drawn', () => {
    const { terminal, begin, picture } = set();
    begin();
    terminal.writableLength = 17;
    picture('one');
    expect(terminal.written).toBe('');
    terminal.writableLength = 0;
    picture('one');
    expect(terminal.lines).toEqual(['', 'one']);
  });

  it('that fails to write is left alone, and nobody hears of it', () => {
    const terminal = new SmallTerminal();
    const { screen, begin, picture } = set(terminal);
    const view = begin();
    let tries = 0;
    terminal.write = () => {
      tries += 1;
      throw new Error('EIO');
    };
    picture('one');
    screen.show('VTI filled');
    picture('two');
    view?.end();
    expect(tries).toBe(1);
  });

  it('does not hear of a picture that cannot be drawn', () => {
    const { screen, terminal } = set();
    const view = screen.live?.(() => {
      throw new Error('a bug in a picture');
    });
    screen.show('VTI filled');
    view?.end();
    expect(terminal.lines).toEqual(['VTI filled']);
  });

  it('is left tidy when the program dies of an error', () => {
    const { terminal, begin, picture, on } = set();
    begin();
    picture('one');
    on()?.doomed();
    expect([terminal.lines, terminal.cursor]).toEqual([[], '0:0']);
  });

  it('gets nothing more when the picture has ended', () => {
    const { terminal, begin, picture, on } = set();
    const view = begin('one');
    expect(on()).toBeDefined();
    view?.end();
    expect(on()).toBeUndefined();
    picture('two');
    expect(terminal.written).toBe('');
  });
});
