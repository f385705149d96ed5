import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  addFaults,
  moveClock,
  reset,
  setLatency,
  setQuotes,
  type Controlled,
  type Outcome,
} from './commands.ts';
import type { LogBook } from './log-book.ts';
import { showAudit, showOrders, showState } from './show-gateway.ts';

/** A scenario is the longest thing that anybody sends here. */
const MOST_BODY_BYTES = 1024 * 1024;

export interface ControlFaceParts {
  readonly controlled: Controlled;
  readonly log: LogBook;
  /** A loopback address. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

export interface ControlFace {
  readonly port: number;
  readonly close: () => Promise<void>;
}

type Show = (parts: ControlFaceParts, url: URL) => object;
type Command = (controlled: Controlled, written: unknown) => Outcome;

const shows: ReadonlyMap<string, Show> = new Map<string, Show>([
  ['/state', ({ controlled }) => showState(controlled.gateway)],
  ['/audit', ({ controlled }) => showAudit(controlled.gateway)],
  ['/orders', ({ controlled }) => showOrders(controlled.gateway)],
  ['/log', ({ log }, url) => ({ lines: log.since(Number(url.searchParams.get('since') ?? 0)) })],
]);

const commands: ReadonlyMap<string, Command> = new Map([
  ['/clock', moveClock],
  ['/quotes', setQuotes],
  ['/faults', addFaults],
  ['/latency', setLatency],
  ['/reset', reset],
]);

/** Opens the control face: HTTP and JSON for a test in any language that runs on this computer. */
export async function startControlFace(parts: ControlFaceParts): Promise<ControlFace> {
  const server = createServer((request, response) => {
    serve(request, response, parts).catch((error: unknown) => {
      send(response, 500, problem('the simulator', String(error)));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(parts.port, parts.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  parts: ControlFaceParts,
): Promise<void> {
  const stranger = findStranger(request);
  if (stranger !== undefined) {
    send(response, 403, stranger);
    return;
  }
  const url = new URL(request.url ?? '/', 'http://localhost');
  const show = shows.get(url.pathname);
  const command = commands.get(url.pathname);
  if (show === undefined && command === undefined) {
    const names = [...shows.keys(), ...commands.keys()].join(', ');
    send(response, 404, problem(url.pathname, `there is nothing; there are ${names}`));
  } else if (show !== undefined && request.method === 'GET') {
    send(response, 200, show(parts, url));
  } else if (command !== undefined && request.method === 'POST') {
    await obey(request, response, (written) => command(parts.controlled, written));
  } else {
    const method = show === undefined ? 'POST' : 'GET';
    response.setHeader('Allow', method);
    send(response, 405, problem(url.pathname, `takes ${method} only`));
  }
}

async function obey(
  request: IncomingMessage,
  response: ServerResponse,
  command: (written: unknown) => Outcome,
): Promise<void> {
  const text = await readBody(request);
  if (text === undefined) {
    response.setHeader('Connection', 'close');
    send(response, 413, problem('the body', `is longer than ${MOST_BODY_BYTES} bytes`));
    return;
  }
  let written: unknown;
  try {
    written = JSON.parse(text === '' ? '{}' : text);
  } catch (error) {
    send(response, 400, problem('the body', `is no JSON: ${(error as SyntaxError).message}`));
    return;
  }
  const outcome = command(written);
  if (outcome.ok) send(response, 200, { ok: true, ...outcome.body });
  else send(response, 400, { ok: false, problems: outcome.problems });
}

/**
 * A page in the browser of whoever runs the simulator can send requests here too. It is known by
 * its origin, and by the name of the host when it has that name point to this computer.
 */
function findStranger({ headers, socket }: IncomingMessage): object | undefined {
  const port = socket.localPort ?? 0;
  const own = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
  if (!own.includes(headers.host ?? '')) {
    return problem('Host', `must be one of ${own.join(', ')}`);
  }
  const { origin } = headers;
  if (origin === undefined || own.some((host) => origin === `http://${host}`)) return undefined;
  return problem('Origin', 'requests from web pages are not taken');
}

/** The whole body; undefined when it is too long. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function problem(where: string, what: string): object {
  return { ok: false, problems: [{ where, what }] };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' });
  response.end(`${JSON.stringify(body)}\n`);
}
