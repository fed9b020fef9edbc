import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFileSync } from 'node:fs';
import { WebSocketServer, type WebSocket } from 'ws';

/** Where the engine's broker would be: not the usual port, which a page might just assume. */
export const MQTT_PORT = 2883;

/**
 * A stand-in for the engine: flows in memory, descriptors from a file, comms with statuses and debug
 * messages. It runs no flow; an inject answers with what the debug nodes behind it would show.
 */
export interface FakeWeir {
  readonly port: number;
  readonly flows: () => readonly Entry[];
  /** Deploys as someone else would. */
  readonly deployElsewhere: (flows: readonly Entry[]) => void;
  readonly publish: (topic: string, data: unknown) => void;
  /** Drops all comms sockets and refuses new ones until told otherwise. */
  readonly cutComms: (cut: boolean) => void;
  readonly refuseNext: (status: number, body: unknown) => void;
  readonly close: () => Promise<void>;
}

type Entry = Record<string, unknown> & { id: string; type: string };
type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface FakeOptions {
  readonly port?: number;
  readonly flows?: readonly Entry[];
  readonly fallback: Handler;
}

const TYPES = readFileSync(new URL('./node-types.json', import.meta.url), 'utf8');
const HEARTBEAT_MS = 15_000;

export async function startFakeWeir(options: FakeOptions): Promise<FakeWeir> {
  let flows: readonly Entry[] = options.flows ?? [];
  let refusal: { status: number; body: unknown } | undefined;
  let cut = false;
  const credentials = new Map<string, Record<string, string>>();
  const sockets = new Set<WebSocket>();
  const rev = (): string => createHash('sha256').update(JSON.stringify(flows)).digest('hex');

  const publish = (topic: string, data: unknown): void => {
    for (const socket of sockets) socket.send(JSON.stringify([{ topic, data }]));
  };

  const statuses = (): void => {
    for (const entry of flows) {
      if (entry.type.startsWith('mqtt ') && entry['d'] !== true) {
        publish(`status/${entry.id}`, { fill: 'green', shape: 'dot', text: 'connected' });
      }
    }
  };

  const accept = (next: readonly Entry[]): void => {
    flows = next.map(({ credentials: secret, ...entry }) => {
      if (secret !== undefined) {
        credentials.set(entry.id, { ...credentials.get(entry.id), ...(secret as object) });
      }
      return entry;
    });
    publish('notification/runtime-state', { state: 'stop', deploy: true });
    publish('notification/runtime-state', { state: 'start', deploy: true });
    publish('notification/runtime-deploy', { revision: rev() });
    statuses();
  };

  const inject = (id: string): void => {
    const byId = new Map(flows.map((entry) => [entry.id, entry]));
    const seen = new Set<string>();
    const visit = (at: string): void => {
      const entry = byId.get(at);
      if (entry === undefined || seen.has(at)) return;
      seen.add(at);
      if (entry.type === 'debug' && entry['active'] !== false) {
        publish('debug', {
          id: at,
          z: entry['z'],
          name: entry['name'],
          path: entry['z'],
          topic: 'greenhouse/temp',
          property: 'payload',
          msg: JSON.stringify({ temp: 30.5, unit: '°C', tags: ['north', 'bed 2'], ok: true }),
          format: 'Object',
        });
      }
      for (const target of ((entry['wires'] ?? []) as string[][]).flat()) visit(target);
    };
    visit(id);
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const path = url.pathname;
    const json = (status: number, body: unknown): ServerResponse =>
      response
        .writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' })
        .end(typeof body === 'string' ? body : JSON.stringify(body));
    const part = path.split('/').slice(1).map(decodeURIComponent);
    if (path === '/settings')
      return json(200, { version: '0.1.0', httpNodeRoot: '/', weir: { mqttPort: MQTT_PORT } });
    if (path === '/node-types') return json(200, TYPES);
    if (part[0] === 'node-types' && part[2] === 'help') {
      response.writeHead(200, { 'Content-Type': 'text/markdown' });
      response.end(
        `# ${part[1] ?? ''}\n\nWhat this node does, in *one* sentence.\n\n| in | out |\n| --- | --- |\n| \`payload\` | \`payload\` |\n`,
      );
      return;
    }
    if (path === '/flows' && request.method === 'GET') return json(200, { flows, rev: rev() });
    if (path === '/flows' && request.method === 'POST') {
      void bodyOf(request).then((body) => {
        if (refusal !== undefined) {
          const { status, body: answer } = refusal;
          refusal = undefined;
          return json(status, answer);
        }
        if (request.headers['node-red-deployment-type'] === 'reload') {
          accept(flows);
          return json(200, { rev: rev() });
        }
        const sent = JSON.parse(body) as { flows: Entry[]; rev?: string };
        if (sent.rev !== undefined && sent.rev !== rev()) {
          return json(409, { code: 'version_mismatch', message: 'Error' });
        }
        accept(sent.flows);
        json(200, { rev: rev() });
      });
      return;
    }
    if (part[0] === 'inject') {
      const found = flows.some((entry) => entry.id === part[1]);
      if (found) inject(part[1] ?? '');
      response.writeHead(found ? 200 : 404).end(found ? 'OK' : 'Not Found');
      return;
    }
    if (part[0] === 'debug') {
      response.writeHead(part[1] === 'disable' ? 201 : 200).end('OK');
      return;
    }
    if (part[0] === 'credentials') {
      const { password, ...texts } = credentials.get(part[2] ?? '') ?? {};
      return json(200, { ...texts, ...(password === undefined ? {} : { has_password: true }) });
    }
    options.fallback(request, response);
  });

  const comms = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (!(request.url ?? '').startsWith('/comms')) return;
    if (cut) {
      socket.destroy();
      return;
    }
    comms.handleUpgrade(request, socket, head, (ws) => {
      sockets.add(ws);
      ws.on('close', () => sockets.delete(ws));
      ws.on('message', (data) => {
        const frame = JSON.parse((data as Buffer).toString()) as { subscribe?: string };
        if (frame.subscribe === 'notification/#') {
          publish('notification/runtime-state', { state: 'start' });
          publish('notification/runtime-deploy', { revision: rev() });
        }
        if (frame.subscribe === 'status/#') statuses();
      });
    });
  });
  const heartbeat = setInterval(() => publish('hb', Date.now()), HEARTBEAT_MS);

  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    flows: () => flows,
    deployElsewhere: accept,
    publish,
    cutComms: (next) => {
      cut = next;
      if (cut) for (const socket of sockets) socket.terminate();
    },
    refuseNext: (status, body) => (refusal = { status, body }),
    close: () =>
      new Promise((resolve) => {
        clearInterval(heartbeat);
        for (const socket of sockets) socket.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function bodyOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks).toString()));
  });
}
