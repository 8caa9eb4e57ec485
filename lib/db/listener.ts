import pg from 'pg';
import { randomSecret } from '@/lib/crypto';
import { pool } from '@/lib/db/pool';
import { logger } from '@/lib/log';
import { onePerProcess } from '@/lib/process';

/** What is told on a channel: called with the payload of each notification. */
export type Hear = (payload: string) => void;

/**
 * How this process stands to what the database tells. `epoch` is one more each time the connection comes or goes: what
 * was learnt in another epoch may be old.
 */
type Listening = { isUp: boolean; epoch: number };

const listening = (): Listening => onePerProcess('listening', () => ({ isUp: false, epoch: 0 }));

/** Are we told of every change, at this moment? */
export const isListening = (): boolean => listening().isUp;

/** To be asked before something is read, and given to {@link isThisEpoch} when it is used. */
export const epochOfListening = (): number => listening().epoch;

/** What was learnt in this epoch is as new as the last notification. */
export const isThisEpoch = (epoch: number): boolean => isListening() && epoch === listening().epoch;

/** A connection that is gone without a word is found out after so long, and its answer is waited for so long. */
const beatMs = 5_000;
const answerMs = 3_000;
/** A connection that was lost is made again after the first of these, then the next. */
const againMs = [100, 500, 1_000, 2_000, 5_000];

const echoChannel = 'doorcode_echo';

/**
 * The one connection of this process on which PostgreSQL tells what other nodes do (LISTEN). Beside the pool, because a
 * pooler that gives each transaction another connection (pgbouncer) would never bring a notification: so it counts as up
 * only once it has heard its own voice, sent through the pool. While it is down nothing breaks: everybody asks the
 * database instead.
 */
export class Listener {
  readonly #connectionString: string;
  readonly #channels: Record<string, Hear>;
  readonly #onUp: () => void;
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #echo: ((token: string) => void) | undefined;
  #failures = 0;
  #isClosed = false;

  /** `onUp` is called each time that it begins to listen. */
  constructor(connectionString: string, channels: Record<string, Hear>, onUp: () => void = () => {}) {
    this.#connectionString = connectionString;
    this.#channels = channels;
    this.#onUp = onUp;
  }

  /** Resolves when it listens, or has failed to once: it goes on trying. */
  async open(): Promise<void> {
    if (this.#isClosed) return;
    const client = new pg.Client({
      connectionString: this.#connectionString,
      connectionTimeoutMillis: answerMs,
      query_timeout: answerMs,
      keepAlive: true,
      application_name: 'doorcode listener',
    });
    this.#client = client;
    client.on('error', () => this.#lose(client));
    client.on('end', () => this.#lose(client));
    client.on('notification', ({ channel, payload = '' }) => this.#hear(channel, payload));
    try {
      await client.connect();
      for (const channel of [...Object.keys(this.#channels), echoChannel])
        await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
      await this.#hearOwnVoice();
    } catch (err) {
      if (this.#failures === 0)
        logger().warn({ err }, 'not told of changes by the database; asking it instead');
      return this.#lose(client);
    }
    if (this.#client !== client) return;
    this.#failures = 0;
    this.#change(true);
    this.#onUp();
    this.#beat(client);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = undefined;
    this.#change(false);
    await client?.end().catch(() => {});
  }

  #hear(channel: string, payload: string): void {
    if (channel === echoChannel) this.#echo?.(payload);
    else this.#channels[channel]?.(payload);
  }

  async #hearOwnVoice(): Promise<void> {
    const token = randomSecret().toString('hex');
    await new Promise<void>((resolve, reject) => {
      const deaf = setTimeout(
        () => reject(new Error('LISTEN hears nothing: is there a pooler in transaction mode between?')),
        answerMs,
      );
      this.#echo = (heard) => {
        if (heard !== token) return;
        clearTimeout(deaf);
        resolve();
      };
      pool().query('SELECT pg_notify($1, $2)', [echoChannel, token]).catch(reject);
    });
  }

  /** It is there still: asked again and again, for a connection can be gone without a word. */
  #beat(client: pg.Client): void {
    this.#timer = setTimeout(async () => {
      try {
        await client.query('SELECT');
        if (this.#client === client) this.#beat(client);
      } catch {
        this.#lose(client);
      }
    }, beatMs);
  }

  #lose(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    clearTimeout(this.#timer);
    this.#change(false);
    // Nothing that is still on its way counts; a connection that hangs is not waited for.
    client.removeAllListeners('notification');
    void client.end().catch(() => {});
    const wait = againMs[Math.min(this.#failures++, againMs.length - 1)];
    if (!this.#isClosed) this.#timer = setTimeout(() => void this.open(), wait);
  }

  #change(isUp: boolean): void {
    const state = listening();
    if (state.isUp === isUp) return;
    state.isUp = isUp;
    state.epoch++;
  }
}
