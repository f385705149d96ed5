import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'docs/gateway/compose.yaml'), 'utf8');
const compose = parse(text, { strict: true }) as {
  readonly services: Readonly<
    Record<
      string,
      {
        readonly environment: Readonly<Record<string, string>>;
        readonly ports: readonly string[];
        readonly secrets: readonly string[];
        readonly volumes: readonly string[];
      }
    >
  >;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
};
const services = Object.values(compose.services);

describe('the example of a gateway in a container', () => {
  it('publishes its ports on loopback only, through the relay', () => {
    expect(services.flatMap(({ ports }) => ports)).toEqual([
      '127.0.0.1:4001:4003',
      '127.0.0.1:4002:4004',
      '127.0.0.1:5900:5900',
    ]);
  });

  it('begins with a paper account that nobody can trade in', () => {
    for (const { environment } of services) {
      expect(environment).toMatchObject({ TRADING_MODE: 'paper', READ_ONLY_API: 'yes' });
    }
  });

  it('has texts where the image expects texts: yes is no boolean there', () => {
    for (const { environment } of services) {
      expect(Object.values(environment).filter((value) => typeof value !== 'string')).toEqual([]);
    }
  });

  it('holds no credentials: they come from files that git does not see', () => {
    for (const { environment, secrets } of services) {
      expect(environment['TWS_USERID']).toMatch(/^\$\{TWS_USERID:\?/);
      expect(Object.keys(environment).filter((name) => name.endsWith('PASSWORD'))).toEqual([]);
      expect(secrets).toEqual(Object.keys(compose.secrets));
    }
    const files = ['.env', ...Object.values(compose.secrets).map(({ file }) => file)];
    const paths = files.map((file) => `docs/gateway/${file}`);
    const ignored = execFileSync('git', ['check-ignore', ...paths], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(ignored.trim().split('\n')).toEqual(paths);
  });

  it('names no volume and no secret that it does not have', () => {
    const volumes = services.flatMap((each) => each.volumes.map((volume) => volume.split(':')[0]));
    expect(volumes).toEqual(Object.keys(compose.volumes));
  });
});
