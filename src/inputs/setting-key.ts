import type { ValueKind } from './value-kind.ts';

/** One key of the settings file. */
export interface SettingKey<
  Value = unknown,
  Default extends string | undefined = string | undefined,
> {
  readonly kind: ValueKind<Value>;
  /** As a file would write it; undefined when nothing stands in for a key that is absent. */
  readonly default: Default;
  /** What it decides, in one line. */
  readonly about: string;
  /** True when this version does what the key says. Of the others only the default may be written. */
  readonly built: boolean;
  /** Values of a built key that are known and not built yet. */
  readonly notYet?: readonly string[];
  /** The key that this one is another spelling of; both read to the same values. */
  readonly aliasOf?: string;
}

/** A key that this version does as it says. */
export function built<Value, const Default extends string | undefined>(
  kind: ValueKind<Value>,
  byDefault: Default,
  about: string,
): SettingKey<Value, Default> {
  return { kind, default: byDefault, about, built: true };
}

/** A key that is read and checked, and that this version refuses unless it says its default. */
export function planned<Value, const Default extends string>(
  kind: ValueKind<Value>,
  byDefault: Default,
  about: string,
): SettingKey<Value, Default> {
  return { kind, default: byDefault, about, built: false };
}
