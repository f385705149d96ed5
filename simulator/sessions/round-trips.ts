/*
 * How many round trips a client has waited for, one after the other: the longest chain in which
 * each message was sent when an answer to the one before could have been there.
 *
 *   - The connection itself is the first.
 *   - A message of the client belongs to the round trip after the newest that it had heard of when
 *     it was sent. What it sends side by side belongs to the same.
 *   - What the gateway says belongs to the newest round trip of which a message has reached it.
 *
 * With a latency, or on a clock that stands still, messages that are sent side by side arrive
 * before any of their answers leaves. Without either every answer can be there before the next
 * message, so the figure counts nearly every message. A client that pauses for longer than a round
 * trip, to keep within the limit of messages a second, looks as if it waited for an answer.
 */
export class RoundTrips {
  private reached = 1;
  private heard = 1;

  count(): number {
    return this.reached;
  }

  /** A message was sent; call what this returns when it reaches the gateway. */
  ask(): () => void {
    const mine = this.heard + 1;
    return () => {
      this.reached = Math.max(this.reached, mine);
    };
  }

  /** The gateway says something; call what this returns when it reaches the client. */
  answer(): () => void {
    const mine = this.reached;
    return () => {
      this.heard = Math.max(this.heard, mine);
    };
  }
}
