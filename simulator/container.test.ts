import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const lines = readFileSync(join(root, 'simulator/Dockerfile'), 'utf8').split('\n');
const copied = lines
  .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
  .flatMap((line) => line.split(' ').slice(1, -1));

test('what the Dockerfile copies is there, and is enough to build and to start', () => {
  expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  const folder = mkdtempSync(join(tmpdir(), 'container-'));
  try {
    for (const path of copied) cpSync(join(root, path), join(folder, path), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    // The same command as in the Dockerfile, without the start of npm.
    const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      scripts: { build: string };
    };
    expect([scripts.build, lines.includes('RUN npm run build')]).toEqual([
      'node scripts/build.mjs',
      true,
    ]);
    execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: folder });
    const help = execFileSync(process.execPath, ['dist/tws-sim.js', '--help'], { cwd: folder });
    expect(lines).toContain('ENTRYPOINT ["node", "dist/tws-sim.js"]');
    expect(help.toString()).toContain('--control');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
