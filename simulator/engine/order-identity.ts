/**
 * Hands out the numbers by which orders and executions are known. The second in which the engine
 * started goes into them, so that a restarted gateway does not hand out those of its earlier life.
 */
export class IdentityRegister {
  private readonly startSeconds: number;
  private orders = 0;
  private executions = 0;
  private readonly highest = new Map<number, number>();
  private readonly firstOrderId: number;

  constructor(startMs: number, firstOrderId: number) {
    this.startSeconds = Math.floor(startMs / 1000);
    this.firstOrderId = firstOrderId;
  }

  /** The next order id for a client: above everything it has used. */
  nextOrderId(clientId: number): number {
    return Math.max(this.firstOrderId, (this.highest.get(clientId) ?? 0) + 1);
  }

  highestOrderId(clientId: number): number {
    return this.highest.get(clientId) ?? 0;
  }

  noteOrderId(clientId: number, orderId: number): void {
    this.highest.set(clientId, Math.max(this.highestOrderId(clientId), orderId));
  }

  /** Forgets the last ids of every client, as a restarted gateway can: they are handed out again. */
  rollBack(count: number): void {
    for (const [clientId, highest] of this.highest) {
      this.highest.set(clientId, Math.max(0, highest - count));
    }
  }

  /**
   * Fits into 31 bits, as clients of older versions read it; so they come round after eleven days,
   * and a start within the first seconds of another that placed thousands of orders can meet them.
   */
  nextPermId(): number {
    this.orders += 1;
    return 1_000_000_000 + (this.startSeconds % 1_000_000) * 1_000 + this.orders;
  }

  /** `0000e0d5.69dd7411.01.01`: a number, the start, and the count of corrections at the end. */
  nextExecId(): string {
    this.executions += 1;
    return `${hex(this.executions)}.${hex(this.startSeconds)}.01.01`;
  }
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
