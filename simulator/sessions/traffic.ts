/** One client's line, for whoever stands in the middle of it. */
export interface Line {
  /** Null until the client has said who it is. */
  readonly clientId: number | null;
  /** Writes bytes as they are: a frame, a part of one, or anything else. */
  write(bytes: Buffer): void;
  /** Ends the connection; what was written before still goes out. */
  close(reason: string): void;
  /** Cuts the connection without a word. */
  cut(): void;
  /** Stops and starts the reading of what the client sends. */
  pause(): void;
  resume(): void;
  /** Says an error or a notice, by way of the traffic like everything else. */
  sendError(id: number, code: number, text: string): void;
  /** Ends the client's market data without a word. */
  loseMarketData(): void;
}

/**
 * What stands between the sockets and the sessions. Everything passes through it, so that it can
 * drop, hold, repeat, cut or garble. A message that is passed on later is answered later; one that
 * is never passed on is lost.
 */
export interface Traffic {
  /** A request with its name, before anything looks at it; it is answered when `pass` is called. */
  incoming(
    line: Line,
    request: { readonly name: string; readonly fields: readonly string[] },
    pass: () => void,
  ): void;
  /** An answer; `frame` is what a gateway would write now. */
  outgoing(line: Line, fields: readonly string[], frame: Buffer): void;
  /** The connection is gone. */
  left(line: Line): void;
}
