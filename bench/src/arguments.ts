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

const listed = (option: string, text: string, known: readonly string[]): readonly string[] => text.split(',').map((name) => oneOf(option, name, known));

/** The workloads that `--only` names, in the order of the table; all of them without it. */
function chosen(only: string | undefined): readonly Workload[] {
  if (only === undefined) return workloads;
  const known = workloads.map((w) => w.name);
  if (only === '') throw new Error(`--only names nothing; there are ${known.join(', ')}`);
  const names = listed('only', only, known);
  return workloads.filter((w) => names.includes(w.name));
}

/** The peers that `--peers` names, all of them without it; an empty text measures Millrace alone. */
function peersOf(text: string | undefined): readonly string[] {
  if (text === undefined) return peerNames;
  return text === '' ? [] : listed('peers', text, peerNames);
}

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
  return {
    help: values.help,
    device: oneOf('device', values.device, devices),
    threads: count('threads', values.threads, cores),
    rounds: count('rounds', values.rounds, 1000),
    workloads: chosen(values.only),
    peers: peersOf(values.peers),
    json: values.json,
  };
}
