import type { SymbolOverride } from '../core/settings.ts';
import { accepted, refused, type ValueKind } from './value-kind.ts';

/** An account id as the broker writes it. A placeholder such as UXXXXXX has the same form. */
export const accountId: ValueKind<string> = {
  expected: 'an account id such as DU1234567',
  read: (text) =>
    /^[A-Za-z][A-Za-z0-9]{1,19}$/.test(text) ? accepted(text.toUpperCase()) : refused(),
};

/** A currency that can fund trades: the tool converts Canadian dollars and no others. */
export const fundingCurrency: ValueKind<'CAD'> = {
  expected: 'CAD',
  read: (text) => {
    if (/^cad$/i.test(text)) return accepted('CAD');
    return refused({
      expected: 'CAD, the only currency that is converted to USD',
      fix: `Delete ${text.slice(0, 10)} from the list.`,
    });
  },
};

const LARGEST_CON_ID = 2_147_483_647;

/** `SMART`, another exchange, or `conId:756733`. */
export const symbolOverride: ValueKind<SymbolOverride> = {
  expected: 'SMART, an exchange such as ARCA, or a contract such as conId:756733',
  read: (text) => {
    const digits = /^conid:\s*(\d{1,10})$/i.exec(text)?.[1];
    if (digits !== undefined) {
      const conId = Number(digits);
      const known = conId >= 1 && conId <= LARGEST_CON_ID;
      return known ? accepted({ kind: 'conId', conId }) : refused();
    }
    if (!/^[A-Za-z][A-Za-z0-9._]{1,14}$/.test(text)) return refused();
    return accepted({ kind: 'exchange', exchange: text.toUpperCase() });
  },
};
