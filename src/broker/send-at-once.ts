import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/**
 * Connects with a socket that sends every message at once. The client library leaves Nagle's
 * algorithm on: of messages sent side by side the first leaves alone, and all others wait for the
 * other side to acknowledge it, a round trip or more. The library does not give its socket away,
 * so it is caught where Node makes it; without that it would be slower and nothing else.
 */
export function connectAtOnce(connect: () => void): void {
  const sendAtOnce = (message: unknown): void => {
    (message as { readonly socket: Socket }).socket.setNoDelay(true);
  };
  subscribe('net.client.socket', sendAtOnce);
  try {
    // The socket is made before this returns, so no other socket of the process is caught.
    connect();
  } finally {
    unsubscribe('net.client.socket', sendAtOnce);
  }
}
