import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const WebSocket = createRequire(here('../peers/'))('ws');

const STARTED_WITHIN = 60_000;
/** Nothing more is expected when so long nothing came. */
const QUIET = 350;
const QUIET_WITHIN = 10_000;

/** A running engine with a user directory of its own, which goes with it. */
export class Engine {
  /** What debug nodes have shown and nodes have logged, in the order in which it came. */
  shown = [];
  #latest = 0;

  constructor(name, url, process, folder) {
    this.name = name;
    this.url = url;
    this.process = process;
    this.folder = folder;
  }

  static async nodeRed() {
    const folder = mkdtempSync(join(tmpdir(), 'node-red-'));
    const port = await freePort();
    const settings = { uiHost: '127.0.0.1', uiPort: port, debugMaxLength: 100_000 };
    const file = join(folder, 'settings.js');
    writeFileSync(file, `module.exports = ${JSON.stringify(settings)};`);
    const script = here('../peers/node_modules/node-red/red.js');
    return Engine.#start('Node-RED', port, folder, 'node', [script, '-u', folder, '-s', file]);
  }

  static async weir() {
    const folder = mkdtempSync(join(tmpdir(), 'weir-'));
    writeFileSync(join(folder, 'weir.yaml'), 'editor:\n  debugMaxLength: 100000\n');
    const port = await freePort();
    const jar = here('../../app/target/weir.jar');
    const options = ['-u', folder, '-p', `${port}`, '--mqtt-port', '0'];
    return Engine.#start('Weir', port, folder, 'java', ['-XX:+UseSerialGC', '-jar', jar, ...options]);
  }

  static async #start(name, port, folder, command, options) {
    const child = spawn(command, options, { stdio: 'ignore' });
    const engine = new Engine(name, `http://127.0.0.1:${port}`, child, folder);
    const end = Date.now() + STARTED_WITHIN;
    while (
      !(await fetch(`${engine.url}/flows`).then(
        (a) => a.ok,
        () => false,
      ))
    ) {
      if (child.exitCode !== null || Date.now() > end) throw new Error(`${name} did not start`);
      await wait(200);
    }
    await engine.#listen();
    return engine;
  }

  #listen() {
    const socket = new WebSocket(`${this.url.replace('http', 'ws')}/comms`);
    socket.on('message', (data) => {
      for (const { topic, data: shown } of [JSON.parse(data)].flat()) {
        if (topic !== 'debug') continue;
        this.shown.push(shown);
        this.#latest = Date.now();
      }
    });
    return new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('open', () => {
        socket.send('{"subscribe":"debug"}');
        resolve();
      });
    });
  }

  /** Puts flows in the place of those that run, and forgets what was shown until then. */
  async deploy(flows, type = 'full') {
    this.shown = [];
    await this.#post('/flows', JSON.stringify(flows), { 'Node-RED-Deployment-Type': type });
    await this.quiet();
  }

  inject(id) {
    return this.#post(`/inject/${id}`, '');
  }

  async #post(path, body, headers = {}) {
    const answer = await fetch(this.url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body,
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${this.name}: ${path}: ${answer.status} ${text}`);
  }

  /** Waits until nothing more is shown. */
  async quiet() {
    const begin = Date.now();
    while (Date.now() - Math.max(begin, this.#latest) < QUIET && Date.now() - begin < QUIET_WITHIN) {
      await wait(20);
    }
  }

  async stop() {
    const over = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill();
    await over;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function freePort() {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
