import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const MQTT_PORT = process.env['WEIR_MQTT_PORT'] ?? '1883';

const PROBE = 'are you there';

export async function publish(topic: string, message: string): Promise<void> {
  await run('mosquitto_pub', ['-p', MQTT_PORT, '-t', topic, '-m', message, '-q', '1']);
}

/** A client that listens to a topic until it is stopped. */
export class Subscriber {
  readonly #process: ChildProcess;
  readonly #lines: string[] = [];

  constructor(readonly topic: string) {
    this.#process = spawn('mosquitto_sub', ['-p', MQTT_PORT, '-t', topic]);
    let rest = '';
    this.#process.stdout?.on('data', (data: Buffer) => {
      const lines = (rest + data.toString()).split('\n');
      rest = lines.pop() ?? '';
      this.#lines.push(...lines);
    });
  }

  /** What was heard, but for what was sent to see whether anything is heard. */
  get heard(): string[] {
    return this.#lines.filter((line) => line !== PROBE);
  }

  /** The program doesn't say when it has subscribed, so something is sent until it arrives. */
  async isListening(): Promise<boolean> {
    await publish(this.topic, PROBE);
    return this.#lines.includes(PROBE);
  }

  stop(): void {
    this.#process.kill();
  }
}
