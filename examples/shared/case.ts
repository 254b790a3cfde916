/** What every case shares: flags, the line that it closes with, and the check that a saved model predicts the same in a new process. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as tf from 'millrace';
import { type Bars, judge, type Outcome } from './verdict.ts';

export interface CaseOptions {
  /** A cut version under 30 s. */
  readonly quick: boolean;
  readonly seed: number;
  /** How many seeds to run; the bar is held to their mean. */
  readonly seeds: number;
  readonly json: boolean;
  readonly epochs?: number;
  /** Which of its models a case builds; the first by default. */
  readonly model: string;
  /** Folder for models, pictures and logs. */
  readonly out: string;
}

const usage = (name: string, about: string, models: readonly string[]): string => `${about}

Usage: npm run example -- ${name} [flags]${models.length > 1 ? `\n  --model M     ${models.join(' or ')} (default ${models[0]})` : ''}
  --quick       a cut version under 30 s
  --epochs N    training epochs
  --seed N      seed of weights and order (default 0)
  --seeds N     run N seeds and hold the mean to the bar
  --device D    js or wasm (default: the best there is)
  --json        print the outcome as JSON
  --out DIR     folder for what the case writes
  --help`;

const flags = {
  quick: { type: 'boolean', default: false },
  seed: { type: 'string', default: '0' },
  seeds: { type: 'string', default: '1' },
  epochs: { type: 'string' },
  device: { type: 'string' },
  json: { type: 'boolean', default: false },
  out: { type: 'string' },
  model: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

function wholeNumber(flag: string, text: string, atLeast: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < atLeast)
    throw new RangeError(`--${flag} must be an integer of at least ${atLeast}; got ${text}`);
  return value;
}

function oneOf<T extends string>(flag: string, text: string, valid: readonly T[]): T {
  if (!valid.includes(text as T)) throw new RangeError(`--${flag} must be one of ${valid.join(', ')}; got ${text}`);
  return text as T;
}

function parsed(name: string, models: readonly string[], args: readonly string[]): CaseOptions & { readonly help: boolean } {
  const { values } = parseArgs({ args: [...args], options: flags });
  const model = values.model === undefined ? (models[0] ?? '') : oneOf('model', values.model, models);
  const numbers = {
    seed: wholeNumber('seed', values.seed, 0),
    seeds: wholeNumber('seeds', values.seeds, 1),
    epochs: values.epochs === undefined ? undefined : wholeNumber('epochs', values.epochs, 1),
  };
  if (values.device !== undefined) tf.setDevice(oneOf('device', values.device, ['js', 'wasm']));
  const out = values.help ? '' : (values.out ?? mkdtempSync(join(tmpdir(), `millrace-${name}-`)));
  if (out !== '') mkdirSync(out, { recursive: true });
  return { ...numbers, model, quick: values.quick, json: values.json, help: values.help, out };
}

/** Reads the flags of a case. Prints the usage and ends for --help (code 0), and for flags that are wrong (code 2). */
export function caseOptions(name: string, about: string, models: readonly string[] = []): CaseOptions {
  try {
    const options = parsed(name, models, process.argv.slice(2));
    if (!options.help) return options;
    console.log(usage(name, about, models));
    process.exit(0);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage(name, about, models)}`);
    process.exit(2);
  }
}

/** Ends a case whose training was interrupted. */
class Stopped extends Error {}

/** To be called after `fit`: Ctrl-C in it (exit code 130) ends the case, which then has no verdict. */
export function stopIfInterrupted(): void {
  if (process.exitCode === 130) throw new Stopped();
}

/**
 * Runs a case for each seed, prints the closing line, and sets the exit code: 0 when every bar is reached, 1 when one is not or the case throws,
 * 130 when it was interrupted. Answers whether it passed.
 */
export async function runCase(name: string, folder: string, options: CaseOptions, body: (seed: number) => Promise<Outcome[]>): Promise<boolean> {
  const bars = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Bars;
  const runs: Outcome[][] = [];
  try {
    for (let k = 0; k < options.seeds; k++) runs.push(await body(options.seed + k));
  } catch (error) {
    if (error instanceof Stopped) {
      console.log(`STOPPED ${name}: interrupted by Ctrl-C; nothing is judged, nothing was saved`);
      return false;
    }
    console.error(error);
    console.log(`FAIL ${name} error=${(error as Error).message.split('\n')[0]}`);
    process.exitCode = 1;
    return false;
  }
  const { passed, line, outcomes } = judge(name, bars, runs, { quick: options.quick, timed: !options.quick && process.env.MILLRACE_MAIN_JOB !== '1' });
  if (options.json) console.log(JSON.stringify({ name, passed, outcomes }));
  console.log(line);
  if (!passed) process.exitCode = 1;
  return passed;
}

/**
 * Saves a model, loads it in a fresh process, and compares its predictions for `x`. `classes` is a module that registers classes of the case's own.
 * Throws when predictions differ by more than 1e-5.
 */
export async function checkReload(model: tf.keras.Model, x: tf.Tensor, path: string, classes?: URL): Promise<void> {
  await model.save(path);
  const here = predictionsOf(await model.predict(x, { verbose: 0 }));
  const input = `${path}.input.json`;
  writeFileSync(input, JSON.stringify({ shape: x.shape, data: Array.from(x.dataSync() as Float32Array) }));
  const script = fileURLToPath(new URL('./reload.ts', import.meta.url));
  const args = [...process.execArgv, script, path, input, ...(classes ? [classes.href] : [])];
  const printed = execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const there = JSON.parse(printed) as number[];
  const worst = here.reduce((max, v, i) => Math.max(max, Math.abs(v - there[i])), 0);
  if (here.length !== there.length || !(worst <= 1e-5)) throw new Error(`the loaded model predicts otherwise: largest difference ${worst}`);
  console.log(`saved to ${path}; loaded in a new process, predictions agree (largest difference ${worst.toExponential(1)})`);
}

export const predictionsOf = (y: unknown): number[] => Array.from((y as tf.Tensor).dataSync() as Float32Array);

/** Says where a case has logged what happened, and how to look at it. */
export const showLogs = (folder: string): void => console.log(`logs written to ${folder}; npx millrace tensorboard --logdir ${folder} shows them`);
