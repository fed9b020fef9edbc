import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const MQTT_PORT = process.env['WEIR_MQTT_PORT'] ?? '1883';

export async function publish(topic: string, message: string): Promise<void> {
  await run('mosquitto_pub', ['-p', MQTT_PORT, '-t', topic, '-m', message, '-q', '1']);
}

/** A client that listens until it is stopped. */
export class Subscriber {
  readonly lines: string[] = [];
  readonly #process: ChildProcess;
  #listening = false;

  constructor(topic: string) {
    // Its own debug output tells when the subscription is there; messages go without a prefix.
    this.#process = spawn('mosquitto_sub', ['-d', '-p', MQTT_PORT, '-t', topic, '-F', 'got %p']);
    let rest = '';
    const read = (data: Buffer): void => {
      const lines = (rest + data.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line.includes('SUBACK')) this.#listening = true;
        if (line.startsWith('got ')) this.lines.push(line.slice('got '.length));
      }
    };
    this.#process.stdout?.on('data', read);
    this.#process.stderr?.on('data', read);
  }

  isListening(): boolean {
    return this.#listening;
  }

  stop(): void {
    this.#process.kill();
  }
}
