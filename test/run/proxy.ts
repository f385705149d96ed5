import { connect, createServer, type Socket } from 'node:net';
import { SIMULATOR_MARK } from '../../src/broker/wait-until-ready.ts';

/** A relay in front of a gateway, for what happens between the two. */
export interface Proxy {
  readonly port: number;
  /** Ends every connection through it, as a broken line does. */
  cut(): void;
  close(): Promise<void>;
}

/** Relays to a port on this machine; `rewrite` may change what the gateway says. */
export async function startProxy(
  port: number,
  rewrite: (fromGateway: Buffer) => Buffer = (data) => data,
): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const gateway = connect({ host: '127.0.0.1', port });
    for (const socket of [client, gateway]) {
      socket.setNoDelay(true);
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        gateway.destroy();
      });
    }
    client.on('data', (data) => gateway.write(data));
    gateway.on('data', (data) => client.write(rewrite(data)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut,
    close: () =>
      new Promise((resolve) => {
        cut();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** The simulator, as a gateway that shows no mark: what it lists is remembered. */
export function markTaken(port: number): Promise<Proxy> {
  const other = 'x'.repeat(SIMULATOR_MARK.length);
  return startProxy(port, (data) =>
    data.includes(SIMULATOR_MARK)
      ? Buffer.from(data.toString('latin1').replace(SIMULATOR_MARK, other), 'latin1')
      : data,
  );
}
