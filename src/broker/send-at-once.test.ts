import { connect, createServer, Socket } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { connectAtOnce } from './send-at-once.ts';
import { TwsBroker } from './tws-broker.ts';
import { startHandGateway } from '../../test/run/hand-gateway.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

it("the client library's socket sends each message at once", async () => {
  const gateway = await startHandGateway();
  const setNoDelay = vi.spyOn(Socket.prototype, 'setNoDelay');
  const { port } = gateway;
  const clock = { now: () => 0 };
  const options = { host: '127.0.0.1', port, clientId: 1, clock, fallbackToSnapshot: false };
  const broker = new TwsBroker(options);
  await broker.connect();
  // The one socket that was made while it connected; the library asks for nothing of the kind.
  expect(setNoDelay.mock.calls).toEqual([[true]]);
  await broker.close();
  await gateway.close();
});

it('no other socket of the process is touched, also when connecting fails', async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  expect(() => {
    connectAtOnce(() => {
      throw new Error('no socket');
    });
  }).toThrow('no socket');
  const setNoDelay = vi.spyOn(Socket.prototype, 'setNoDelay');
  const address = server.address();
  const socket = connect(typeof address === 'object' && address !== null ? address.port : 0);
  await new Promise((resolve) => socket.once('close', resolve));
  expect(setNoDelay).not.toHaveBeenCalled();
  await new Promise((resolve) => server.close(resolve));
});
