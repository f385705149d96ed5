import { isUnset } from './unset.ts';
import { readWireDecimal, type WireNumber } from './wire-number.ts';

/** The message cannot be read: a field is missing or is not what it must be. */
export class UnreadableMessage extends Error {
  override readonly name = 'UnreadableMessage';
}

const integer = /^[+-]?\d{1,15}(\.0*)?$/;

/** Walks over the fields of one message. Fields that nobody asks for are left alone. */
export class FieldReader {
  private at = 0;
  private readonly fields: readonly string[];

  constructor(fields: readonly string[]) {
    this.fields = fields;
  }

  /** The next field as it stands. Throws at the end of the message. */
  text(name: string): string {
    const field = this.fields[this.at];
    if (field === undefined) throw new UnreadableMessage(`the field ${name} is missing`);
    this.at += 1;
    return field;
  }

  /** Passes over the message's own version: its value differs per client and means nothing here. */
  skipVersion(): void {
    this.text('version');
  }

  skip(count: number, name: string): void {
    for (let n = 0; n < count; n += 1) this.text(name);
  }

  /** A whole number; unset is undefined. */
  integer(name: string): number | undefined {
    const field = this.text(name);
    if (isUnset(field)) return undefined;
    if (!integer.test(field))
      throw new UnreadableMessage(`${name} "${field.slice(0, 40)}" is no whole number`);
    return Number(field);
  }

  /** A whole number that has to be there. */
  id(name: string): number {
    const value = this.integer(name);
    if (value === undefined) throw new UnreadableMessage(`${name} is not given`);
    return value;
  }

  /** How many repetitions follow; unset is none. Throws when it is more than any message holds. */
  count(name: string): number {
    const value = this.integer(name) ?? 0;
    if (value < 0 || value > this.fields.length) {
      throw new UnreadableMessage(`${name} ${value} is more than the message holds`);
    }
    return value;
  }

  /** A flag: empty and anything that is zero mean no. */
  flag(name: string): boolean {
    const field = this.text(name);
    return field === 'true' || (!isUnset(field) && Number(field) !== 0 && field !== 'false');
  }

  /** A decimal number as an exact count of 10^-decimals. */
  number(name: string, decimals: number): WireNumber {
    const field = this.text(name);
    const value = readWireDecimal(field, decimals);
    if (value === undefined)
      throw new UnreadableMessage(`${name} "${field.slice(0, 40)}" is no number`);
    return value;
  }
}
