/** One field of a message: always there, or only for the server versions from..until (exclusive). */
export interface LayoutRow {
  readonly name: string;
  /** What to send when the caller gives nothing. A row without it must be given. */
  readonly usual?: string;
  readonly from?: number;
  readonly until?: number;
}

/** Whether a row belongs to the message at this server version. */
export function isPresent(
  row: { readonly from?: number; readonly until?: number },
  version: number,
): boolean {
  return version >= (row.from ?? 0) && version < (row.until ?? Infinity);
}

/** The names of a layout that the caller has to fill. */
export type GivenNames<Layout extends readonly LayoutRow[]> = Exclude<
  Layout[number]['name'],
  Extract<Layout[number], { readonly usual: string }>['name']
>;

/** What stands at a row: one field, or several where a group follows it. */
export type GivenValue = string | readonly string[];

/** The fields of one message in wire order. Throws when a given value is missing. */
export function layOut(
  layout: readonly LayoutRow[],
  values: Readonly<Record<string, GivenValue>>,
  version: number,
): string[] {
  return layout
    .filter((row) => isPresent(row, version))
    .flatMap((row) => {
      const value = values[row.name] ?? row.usual;
      if (value === undefined) throw new Error(`no value for the field ${row.name}`);
      return value;
    });
}
