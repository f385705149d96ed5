/** Why something is not done: the code and the sentence that the client gets. */
export interface Refusal {
  readonly code: number;
  readonly text: string;
}

export const READ_ONLY: Refusal = {
  code: 321,
  text: 'Error validating request: cause - The API interface is currently in Read-Only mode.',
};

export const NO_SECURITY: Refusal = {
  code: 200,
  text: 'No security definition has been found for the request',
};

export const AMBIGUOUS: Refusal = {
  code: 200,
  text: 'The contract description specified is ambiguous; several contracts fit it.',
};

/** Options can be held here and not traded. */
export const NO_PERMISSION: Refusal = { code: 460, text: 'No trading permissions.' };

export const OFF_GRID: Refusal = {
  code: 110,
  text: 'The price does not conform to the minimum price variation for this contract.',
};

/** A request that can be read and asks for something that is not valid. */
export function invalid(cause: string): Refusal {
  return { code: 321, text: `Error validating request: cause - ${cause}` };
}

/** An order that the broker will not work. */
export function rejected(reason: string): Refusal {
  return { code: 201, text: `Order rejected - reason: ${reason}` };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'code' in value;
}
