/** The smaller of two amounts of one unit. */
export function lesser<Amount extends bigint>(one: Amount, other: Amount): Amount {
  return one < other ? one : other;
}

/** The larger of two amounts of one unit. */
export function greater<Amount extends bigint>(one: Amount, other: Amount): Amount {
  return one > other ? one : other;
}

/** How far an amount is from zero. */
export function absolute(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}
