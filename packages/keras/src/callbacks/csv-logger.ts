import { failure, fileFailure } from '@millrace/ir';
import { Callback, type Logs } from './callback.ts';

export interface CSVLoggerOptions {
  /** Default ','. */
  readonly separator?: string;
  /** Whether to go on with a file that exists. Default false: it is replaced. */
  readonly append?: boolean;
}

/** Writes a row of logs for each epoch: `epoch`, then the names in alphabetical order. Node only. Source: `keras.callbacks.CSVLogger`. */
export class CSVLogger extends Callback {
  readonly #path: string;
  readonly #separator: string;
  readonly #append: boolean;
  #keys: readonly string[] | null = null;

  /** @throws ValueError without a path */
  constructor(path: string, { separator = ',', append = false }: CSVLoggerOptions = {}) {
    super();
    if (typeof path !== 'string' || path === '') throw failure('value', { op: 'csvLogger', message: 'the path of the file is missing' });
    this.#path = path;
    this.#separator = separator;
    this.#append = append;
  }
  override async onTrainBegin(): Promise<void> {
    const { readFile, writeFile } = await import('node:fs/promises');
    this.#keys = null;
    if (!this.#append) await writeFile(this.#path, '').catch(this.#fail);
    else {
      const text = await readFile(this.#path, 'utf8').catch((error: { code?: string }) => {
        if (error.code === 'ENOENT') return '';
        return this.#fail(error);
      });
      const [header] = text.split('\n');
      if (header) this.#keys = header.split(this.#separator).slice(1);
    }
  }
  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const { appendFile } = await import('node:fs/promises');
    let text = '';
    if (this.#keys === null) {
      this.#keys = Object.keys(logs).sort();
      text = `${['epoch', ...this.#keys].map((k) => this.#quote(k)).join(this.#separator)}\n`;
    }
    const cells = this.#keys.map((key) => (logs[key] === undefined ? 'NA' : String(logs[key])));
    await appendFile(this.#path, `${text}${[String(epoch), ...cells].join(this.#separator)}\n`).catch(this.#fail);
  }
  readonly #fail = (cause: unknown): never => {
    throw fileFailure('csvLogger', this.#path, cause);
  };
  #quote(text: string): string {
    return text.includes(this.#separator) || text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text;
  }
}
export const csvLogger = (path: string, options?: CSVLoggerOptions): CSVLogger => new CSVLogger(path, options);
