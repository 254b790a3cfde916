/** What every case shares: flags, the line that it closes with, and the check that a saved model predicts the same in a new process. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as tf from 'millrace';

export interface CaseOptions {
  /** A cut version under 30 s. */
  readonly quick: boolean;
  readonly seed: number;
  /** How many seeds to run; the bar is held to their mean. */
  readonly seeds: number;
  readonly json: boolean;
  readonly epochs?: number;
  /** Folder for models, pictures and logs. */
  readonly out: string;
}

/** A measured figure and the bar it must reach. */
export interface Outcome {
  readonly metric: string;
  readonly value: number;
}

interface Bars {
  /** `atLeast` and `atMost` hold for the mean of several seeds; `each` for every single one, and for a plain run. */
  readonly [metric: string]: { readonly atLeast?: number; readonly each?: number; readonly atMost?: number; readonly quick?: number };
}

const usage = (name: string, about: string): string => `${about}

Usage: npm run example -- ${name} [flags]
  --quick       a cut version under 30 s
  --epochs N    training epochs
  --seed N      seed of weights and order (default 0)
  --seeds N     run N seeds and hold the mean to the bar
  --device D    js or wasm (default: the best there is)
  --json        print the outcome as JSON
  --out DIR     folder for what the case writes
  --help`;

/** Reads the flags of a case; prints the usage and ends for --help. */
export function caseOptions(name: string, about: string): CaseOptions {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      seed: { type: 'string', default: '0' },
      seeds: { type: 'string', default: '1' },
      epochs: { type: 'string' },
      device: { type: 'string' },
      json: { type: 'boolean', default: false },
      out: { type: 'string' },
      model: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage(name, about));
    process.exit(0);
  }
  if (values.device) tf.setDevice(values.device as 'js' | 'wasm');
  const out = values.out ?? mkdtempSync(join(tmpdir(), `millrace-${name}-`));
  mkdirSync(out, { recursive: true });
  const epochs = values.epochs === undefined ? undefined : Number(values.epochs);
  if (epochs !== undefined && (!Number.isInteger(epochs) || epochs < 1)) throw new RangeError(`--epochs must be a positive integer; got ${values.epochs}`);
  return { quick: values.quick, seed: Number(values.seed), seeds: Number(values.seeds), json: values.json, epochs, out };
}

/** Runs a case for each seed, prints the closing line, and sets the exit code. Bars are in the case's expected.json. */
export async function runCase(name: string, folder: string, options: CaseOptions, body: (seed: number) => Promise<Outcome[]>): Promise<void> {
  const bars = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Bars;
  const runs: Outcome[][] = [];
  for (let k = 0; k < options.seeds; k++) runs.push(await body(options.seed + k));
  const outcomes = runs[0].map(({ metric }, i) => ({
    metric,
    value: runs.reduce((sum, r) => sum + r[i].value, 0) / runs.length,
    all: runs.map((r) => r[i].value),
  }));
  let passed = true;
  const parts = outcomes.map(({ metric, value, all }) => {
    const bar = bars[metric];
    const full = all.length === 1 ? (bar.each ?? bar.atLeast) : bar.atLeast;
    const least = options.quick && bar.quick !== undefined ? bar.quick : full;
    passed &&= options.quick || bar.each === undefined || all.every((v) => v >= bar.each!);
    passed &&= (least === undefined || value >= least) && (bar.atMost === undefined || value <= bar.atMost);
    const limit = least !== undefined ? `>=${least}` : `<=${bar.atMost}`;
    return `${metric}=${value.toFixed(4)}${all.length > 1 ? ` (${all.map((v) => v.toFixed(4)).join(', ')})` : ''} bar=${limit}`;
  });
  if (options.json) console.log(JSON.stringify({ name, passed, outcomes }));
  console.log(`${passed ? 'PASS' : 'FAIL'} ${name} ${parts.join(' ')}`);
  if (!passed) process.exitCode = 1;
}

/** Saves a model, loads it in a fresh process, and compares its predictions for `x`. Throws when they differ by more than 1e-5. */
export async function checkReload(model: tf.keras.Model, x: tf.Tensor, path: string): Promise<void> {
  await model.save(path);
  const here = predictionsOf(await model.predict(x, { verbose: 0 }));
  const input = `${path}.input.json`;
  writeFileSync(input, JSON.stringify({ shape: x.shape, data: Array.from(x.dataSync() as Float32Array) }));
  const script = fileURLToPath(new URL('./reload.ts', import.meta.url));
  const printed = execFileSync(process.execPath, [...process.execArgv, script, path, input], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const there = JSON.parse(printed) as number[];
  const worst = here.reduce((max, v, i) => Math.max(max, Math.abs(v - there[i])), 0);
  if (here.length !== there.length || !(worst <= 1e-5)) throw new Error(`the loaded model predicts otherwise: largest difference ${worst}`);
  console.log(`saved to ${path}; loaded in a new process, predictions agree (largest difference ${worst.toExponential(1)})`);
}

export const predictionsOf = (y: unknown): number[] => Array.from((y as tf.Tensor).dataSync() as Float32Array);

/** Prints what a case leaves out until its system is here. */
export const missing = (what: string): void => console.log(`not here yet: ${what}`);
