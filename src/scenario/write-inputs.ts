import type { Scenario } from '../../simulator/scenario/scenario.ts';
import type { RunPart } from './scenario-parts.ts';

type Cell = string | number | boolean;

/**
 * The settings file of a scenario: its own text as it is, or its keys over what every scenario
 * needs: the first account, one model portfolio called main, and the permission to send.
 */
export function settingsText({ settings }: RunPart, { engine }: Scenario): string {
  if (typeof settings === 'string') return settings;
  const sections = new Map<string, string[]>([
    ['ibkr', 'ibkr.read_only' in settings ? [] : ['read_only = false']],
    ['accounts', hasKeyOf('accounts', settings) ? [] : [`ids = ${engine.accounts[0]?.id ?? ''}`]],
    ['models', hasKeyOf('models', settings) ? [] : ['main = 1']],
  ]);
  for (const [name, value] of Object.entries(settings)) {
    const dot = name.indexOf('.');
    const section = name.slice(0, dot);
    const lines = sections.get(section) ?? [];
    lines.push(`${name.slice(dot + 1)} = ${String(value)}`);
    sections.set(section, lines);
  }
  return [...sections].map(([name, lines]) => [`[${name}]`, ...lines, ''].join('\n')).join('\n');
}

function hasKeyOf(section: string, settings: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(settings).some((name) => name.startsWith(`${section}.`));
}

/** The portfolios file: its own text as it is, or a table of the weights of one or more models. */
export function portfoliosText({ portfolios }: RunPart): string {
  if (typeof portfolios === 'string') return portfolios;
  const oneModel: Record<string, string> = {};
  const models: { readonly name: string; readonly weights: Readonly<Record<string, Cell>> }[] = [];
  for (const [name, written] of Object.entries(portfolios)) {
    if (typeof written === 'object') models.push({ name, weights: written });
    else oneModel[name] = String(written);
  }
  if (models.length === 0) models.push({ name: 'MAIN', weights: oneModel });
  const symbols = new Set(models.flatMap(({ weights }) => Object.keys(weights)));
  const rows = [...symbols].map((symbol) =>
    [symbol, ...models.map(({ weights }) => String(weights[symbol] ?? ''))].join(','),
  );
  return [['ETF', ...models.map(({ name }) => name)].join(','), ...rows, ''].join('\n');
}
