/** The command line of the bench. */
import { parseArgs } from 'node:util';
import { type Workload, workloads } from './workloads.ts';

export const usage = 'npm run bench -- [--device js|wasm] [--threads N] [--only NAME,…] [--peers NAME,…] [--rounds N] [--json FILE]';
export const peerNames: readonly string[] = ['torch', 'onnxruntime', 'tfjs-wasm', 'tfjs-cpu', 'jax-js'];
const devices: readonly string[] = ['js', 'wasm'];

export interface BenchArguments {
  readonly help: boolean;
  readonly device: string;
  readonly threads: number;
  readonly rounds: number;
  readonly workloads: readonly Workload[];
  readonly peers: readonly string[];
  readonly json: string | undefined;
}

function count(option: string, text: string, most: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1 || value > most) throw new Error(`--${option} must be a whole number from 1 to ${most}; got ${text}`);
  return value;
}

function oneOf(option: string, text: string, known: readonly string[]): string {
  if (!known.includes(text)) throw new Error(`--${option} has no ${text}; there are ${known.join(', ')}`);
  return text;
}

const listed = (option: string, text: string | undefined, known: readonly string[]): readonly string[] =>
  text === undefined ? known : text === '' ? [] : text.split(',').map((name) => oneOf(option, name, known));

/**
 * Reads the arguments. `cores`: how many the machine has.
 * @throws Error that names the option, for unknown options, names that are not in the tables, and numbers out of range
 */
export function readArguments(args: readonly string[], cores: number): BenchArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      device: { type: 'string', default: 'wasm' },
      threads: { type: 'string', default: '1' },
      only: { type: 'string' },
      peers: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const names = listed(
    'only',
    values.only,
    workloads.map((w) => w.name),
  );
  return {
    help: values.help,
    device: oneOf('device', values.device, devices),
    threads: count('threads', values.threads, cores),
    rounds: count('rounds', values.rounds, 1000),
    workloads: workloads.filter((w) => names.includes(w.name)),
    peers: listed('peers', values.peers, peerNames),
    json: values.json,
  };
}
