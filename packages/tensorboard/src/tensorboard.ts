/** TensorBoard as a library: reads a log directory, follows it, and shows it on a page. */
import { checkOptions, failure } from '@millrace/ir';
import { logDirProvider } from './provider/log-dir-provider.ts';
import { LogDirReader } from './reader/log-dir-reader.ts';
import type { TensorBoardPlugin } from './server/plugin.ts';
import { bundledPlugins } from './server/plugins/index.ts';
import { createServer } from './server/server.ts';

export interface TensorBoardServerOptions {
  /** The log directory, or several by the name that stands before their runs. */
  readonly logDir: string | Readonly<Record<string, string>>;
  /** Default 6006, or the next free one; a port that is given must be free. 0 takes any. */
  readonly port?: number;
  /** Address to listen on. Default '127.0.0.1': this machine only. */
  readonly host?: string;
  /** Before every path, such as '/tensorboard'. Default ''. */
  readonly pathPrefix?: string;
  /** Title of the page. Default 'TensorBoard'. */
  readonly windowTitle?: string;
  /** Seconds between reads of the directory. 0 reads once; negative never. Default 5. */
  readonly reloadInterval?: number;
  /** Values kept of each tag, by plugin; 0 keeps all. */
  readonly samplesPerPlugin?: Readonly<Record<string, number>>;
  /** Whether a restart of the training drops what was written after its step. Default true. */
  readonly purgeOrphanedData?: boolean;
  /** Dashboards besides those that are here. */
  readonly plugins?: readonly TensorBoardPlugin[];
}

export interface TensorBoardServer {
  /** Of the page, such as 'http://127.0.0.1:6006/'. */
  readonly url: string;
  readonly port: number;
  readonly reader: LogDirReader;
  /** HTML of a frame that shows the page, for notebooks. `height` in pixels, default 800. */
  embed(options?: { readonly height?: number }): string;
  /** Stops reading and listening. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const defaultPort = 6006;
const portsToTry = 20;
const version = '0.1.0';
const optionKeys = ['logDir', 'port', 'host', 'pathPrefix', 'windowTitle', 'reloadInterval', 'samplesPerPlugin', 'purgeOrphanedData', 'plugins'];

function check({ port, pathPrefix = '', reloadInterval = 5, plugins = [] }: TensorBoardServerOptions): void {
  const op = 'tensorboard';
  if (port !== undefined && (!Number.isInteger(port) || port < 0 || port > 65535))
    throw failure('value', { op, message: `port must be an integer from 0 to 65535; got ${port}` });
  if (pathPrefix !== '' && !/^(\/[\w.~-]+)+$/.test(pathPrefix))
    throw failure('value', { op, message: `pathPrefix must be like '/x' or '/x/y'; got '${pathPrefix}'` });
  if (!Number.isFinite(reloadInterval)) throw failure('value', { op, message: `reloadInterval must be a number of seconds; got ${reloadInterval}` });
  const names = new Set(bundledPlugins.map((p) => p.name));
  for (const { name } of plugins) {
    if (!/^[A-Za-z0-9_-]+$/.test(name) || names.has(name))
      throw failure('value', { op, message: `the plugin name '${name}' is taken or has other characters than letters, digits, _ and -` });
    names.add(name);
  }
}

/** Reads again and again until it is stopped. The first read begins at once. */
function follow(reader: LogDirReader, seconds: number): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let stopped = false;
  const turn = (): void => {
    reader
      .reload()
      .catch((error: unknown) => console.error('tensorboard: reading the log directory failed:', error))
      .finally(() => {
        if (!stopped && seconds > 0) timer = setTimeout(turn, seconds * 1000);
      });
  };
  if (seconds >= 0) turn();
  return () => {
    stopped = true;
    reader.stop();
    if (timer !== null) clearTimeout(timer);
  };
}

/** Listens on the port, or without one on the first free from 6006. */
async function listen(app: { listen(options: { port: number; host: string }): Promise<string> }, host: string, port: number | undefined): Promise<void> {
  for (let next = port ?? defaultPort; ; next++) {
    try {
      await app.listen({ port: next, host });
      return;
    } catch (error) {
      const { code } = error as { code?: string };
      if (code !== 'EADDRINUSE' || port !== undefined || next >= defaultPort + portsToTry) {
        if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw error;
        throw failure('unavailable', {
          op: 'tensorboard',
          message: `cannot listen on ${host}:${next} (${code})`,
          hint: 'another port, or 0 for any',
          cause: error,
        });
      }
    }
  }
}

/**
 * Starts TensorBoard on a log directory. It answers at once and reads in the background; `reader.loaded` says when all has been read.
 * @throws ValueError for bad options; UnavailableError when the port is taken
 *
 * @example
 * const board = await tensorboard({ logDir: 'logs' });
 * console.log(board.url); // http://127.0.0.1:6006/
 * await board.close();
 */
export async function tensorboard(options: TensorBoardServerOptions): Promise<TensorBoardServer> {
  checkOptions('tensorboard', options, optionKeys);
  check(options);
  const {
    logDir,
    port,
    host = '127.0.0.1',
    pathPrefix = '',
    windowTitle = 'TensorBoard',
    reloadInterval = 5,
    samplesPerPlugin,
    purgeOrphanedData,
    plugins = [],
  } = options;
  const reader = new LogDirReader(logDir, { samples: samplesPerPlugin, purgeOrphanedData });
  const app = await createServer({
    provider: logDirProvider(reader),
    plugins: [...bundledPlugins, ...plugins],
    host,
    pathPrefix,
    windowTitle,
    version,
    progress: () => ({ loaded: reader.loaded, problems: reader.problems }),
  });
  await listen(app, host, port);
  const stop = follow(reader, reloadInterval);
  const actual = (app.server.address() as { port: number }).port;
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  const url = `http://${shown}:${actual}${pathPrefix}/`;
  const close = async (): Promise<void> => {
    stop();
    await app.close();
  };
  return {
    url,
    port: actual,
    reader,
    embed: ({ height = 800 } = {}) => `<iframe src="${url}" width="100%" height="${Number(height)}" style="border:0" title="TensorBoard"></iframe>`,
    close,
    [Symbol.asyncDispose]: close,
  };
}
