/* `--report-only` as people call it, beside a gateway that must never hear of it. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runProgram } from './program.ts';

let folder: string;
let gateway: Server;
let knocks = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'report-only-'));
  gateway = createServer((socket) => {
    knocks += 1;
    socket.destroy();
  });
  const port = await new Promise<number>((resolve) => {
    gateway.listen(0, '127.0.0.1', () => {
      const address = gateway.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  const write = (name: string, text: string): void => {
    writeFileSync(join(folder, name), text);
  };
  write('settings.ini', `[ibkr]\nport = ${port}\n[accounts]\nids = DU1\n[models]\nmain = 1\n`);
  write('portfolios.csv', 'ETF,MAIN\nVTI,50%\nBND,50%\n');
  write('positions.csv', 'symbol,quantity\nVTI,300\n');
  write('cash.csv', 'currency,amount\nUSD,10000\n');
  write('prices.csv', 'symbol,bid,ask\nVTI,249.99,250.00\nBND,99.99,100.00\n');
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await new Promise((resolve) => gateway.close(resolve));
});

const FILES = ['--positions', 'positions.csv', '--cash', 'cash.csv', '--prices', 'prices.csv'];
const ini = ['--price-source', 'midpoint'];

it('plans from files, writes the report, and knocks at no door', async () => {
  const { code, out, err } = await runProgram(folder, '--report-only', ...FILES, ...ini);
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('Report only: no broker was connected to, nothing was sent.');
  expect(out).toMatch(/^BND .* BUY +\d+ +100\.00 /m);
  expect(readdirSync(join(folder, 'reports')).some((name) => name.includes('_pre_'))).toBe(true);
  expect(knocks).toBe(0);
});

it('beats the flags that trade, and still knocks at no door', async () => {
  const flags = ['--report-only', ...FILES, ...ini, '--paper', '--yes', '--dry-run'];
  const { code, out } = await runProgram(folder, ...flags);
  expect([code, out]).toEqual([0, expect.stringContaining('nothing was sent')]);
  expect(knocks).toBe(0);
});

it('ends with 8 where there is neither a saved run nor files', async () => {
  const { code, err } = await runProgram(folder, '--report-only');
  expect([code, err]).toEqual([8, expect.stringContaining('--positions, --cash and --prices')]);
  expect(knocks).toBe(0);
});
