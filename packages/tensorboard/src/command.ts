/** `millrace tensorboard`: the server as a command. */
import { type CommandDef, defineCommand } from 'citty';
import { type TensorBoardServer, tensorboard } from './tensorboard.ts';

/** `a:dir,b:dir` as directories by name; parts without a name are named by themselves. */
export function parseLogDirSpec(spec: string): Record<string, string> {
  const entries = spec.split(',').map((part): [string, string] => {
    const at = part.indexOf(':');
    return at > 0 ? [part.slice(0, at), part.slice(at + 1)] : [part, part];
  });
  return Object.fromEntries(entries);
}

/** `scalars=500,images=0` as counts by plugin. @throws RangeError for anything else */
export function parseSamples(text: string): Record<string, number> {
  const entries = text.split(',').map((part): [string, number] => {
    const [, plugin, count] = /^([\w-]+)=(\d+)$/.exec(part.trim()) ?? [];
    if (plugin === undefined) throw new RangeError(`--samples-per-plugin: '${part}' is not like scalars=500`);
    return [plugin, Number(count)];
  });
  return Object.fromEntries(entries);
}

function numberOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw new RangeError(`--${name} must be a number; got '${text}'`);
  return value;
}

const args = {
  logdir: { type: 'string', description: 'directory of the logs' },
  'logdir-spec': { type: 'string', description: 'several directories by name: a:dir,b:dir' },
  port: { type: 'string', description: 'port to listen on (default: 6006 or the next free one)' },
  host: { type: 'string', description: 'address to listen on (default: 127.0.0.1, this machine only)' },
  bind: { type: 'string', description: 'the same as --host' },
  'bind-all': { type: 'boolean', description: 'listen on all addresses: everyone who reaches this machine can read the logs' },
  'path-prefix': { type: 'string', description: 'before every path, such as /tensorboard' },
  'window-title': { type: 'string', description: 'title of the page' },
  'reload-interval': { type: 'string', description: 'seconds between reads; 0 reads once, negative never (default: 5)' },
  'samples-per-plugin': { type: 'string', description: 'values kept of each tag: scalars=500,images=0 (0 keeps all)' },
  'purge-orphaned-data': { type: 'boolean', default: true, description: 'drop what was written after the step at which a training restarted' },
} as const;

type Args = { readonly [K in keyof typeof args]?: string | boolean };

/** Starts the server that the arguments describe. @throws RangeError and what `tensorboard` throws */
export async function startFrom(given: Args): Promise<TensorBoardServer> {
  const text = (name: keyof Args): string | undefined => (typeof given[name] === 'string' ? given[name] : undefined);
  const [logDir, spec] = [text('logdir'), text('logdir-spec')];
  if ((logDir === undefined) === (spec === undefined)) throw new RangeError('give --logdir DIR, or --logdir-spec NAME:DIR,…');
  const samples = text('samples-per-plugin');
  return tensorboard({
    logDir: spec === undefined ? logDir! : parseLogDirSpec(spec),
    port: numberOf('port', text('port')),
    host: given['bind-all'] === true ? '0.0.0.0' : (text('host') ?? text('bind') ?? '127.0.0.1'),
    pathPrefix: text('path-prefix')?.replace(/\/$/, ''),
    windowTitle: text('window-title'),
    reloadInterval: numberOf('reload-interval', text('reload-interval')),
    samplesPerPlugin: samples === undefined ? undefined : parseSamples(samples),
    purgeOrphanedData: given['purge-orphaned-data'] !== false,
  });
}

/** The sub-command for `millrace`. Runs until Ctrl-C. */
export const tensorboardCommand: CommandDef<typeof args> = defineCommand({
  meta: { name: 'tensorboard', description: 'Shows the logs of trainings on a local page' },
  args,
  run: async ({ args: given }) => {
    let server: TensorBoardServer;
    try {
      server = await startFrom(given as Args);
    } catch (error) {
      console.error((error as Error).message);
      process.exitCode = 1;
      return;
    }
    console.log(`TensorBoard at ${server.url} (Ctrl-C ends it)`);
    await new Promise<void>((done) => {
      process.once('SIGINT', done);
      process.once('SIGTERM', done);
    });
    await server.close();
  },
});
