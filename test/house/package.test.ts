import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly version: string;
  readonly private: boolean;
  readonly bin: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
};

it('the package holds what runs and what is read, and nothing for developers', () => {
  // Asks nobody and writes nothing.
  const pack = 'npm pack --dry-run --json --ignore-scripts --offline';
  const listed = execFileSync(pack, {
    cwd: root,
    shell: true,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ files }] = JSON.parse(listed) as [{ files: readonly { readonly path: string }[] }];
  const paths = files.map(({ path }) => path);
  for (const path of [
    'LICENSE',
    'README.md',
    'package.json',
    'dist/LICENSES.txt',
    'docs/settings.md',
    'samples/settings.ini',
    'samples/scenarios/demo.yaml',
    ...Object.values(manifest.bin),
  ]) {
    expect(paths).toContain(path);
  }
  const strange = paths.filter(
    (path) => !/\.(js|md|txt|json|ini|csv|ya?ml|env)$|^LICENSE$/.test(path),
  );
  expect(strange).toEqual([]);
  const roots = new Set(
    paths.map((path) => path.replace(/\/.*/, '/')).filter((path) => path.endsWith('/')),
  );
  expect([...roots].sort()).toEqual(['dist/', 'docs/', 'samples/', 'simulator/']);
  expect(paths.filter((path) => path.startsWith('simulator/'))).toEqual(['simulator/README.md']);
});

it('the client library and what it asks for beside it are the only dependencies', () => {
  const client = JSON.parse(
    readFileSync(join(root, 'node_modules/@stoqey/ib/package.json'), 'utf8'),
  ) as { readonly peerDependencies: Readonly<Record<string, string>> };
  expect(Object.keys(manifest.dependencies)).toEqual([
    '@stoqey/ib',
    ...Object.keys(client.peerDependencies),
  ]);
});

it('the version that the program names is the version of the package', () => {
  const main = readFileSync(join(root, 'src/main.ts'), 'utf8');
  expect(main).toContain(`const VERSION = '${manifest.version}';`);
});

it('nothing can be published by mistake', () => {
  expect(manifest.private).toBe(true);
});

it.each(Object.entries(manifest.scripts))(
  'the script %s runs in the shell of Windows too',
  (_, script) => {
    // cmd.exe knows `&&`, and no single quotes, no VAR=x before a command, no commands of POSIX.
    expect(script).not.toMatch(/['`$;]|\|\||(^|&& *)[A-Z_]+=/);
    for (const command of script.split('&&')) {
      expect(command.trim()).toMatch(/^(node|tsc|vitest|eslint|prettier|depcruise|knip)( |$)/);
    }
  },
);
