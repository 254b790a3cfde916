/** Writing experiments and sessions. Source: `hp.hparams_config`, `hp.hparams`; tags and bytes of tensorboard/plugins/hparams/summary_v2.py. */
import { checkOptions, failure } from '@millrace/ir';
import { recordTensor } from '../record.ts';
import { HParam, type HParamValue, type Metric } from './domains.ts';
import { endData, experimentData, startData, type statuses } from './encode.ts';

/** Values by name, or by the hyperparameter itself. */
export type HParamValues = Readonly<Record<string, HParamValue>> | ReadonlyMap<HParam | string, HParamValue>;

export interface ConfigOptions {
  readonly hparams: readonly HParam[];
  readonly metrics: readonly Metric[];
  /** Seconds since 1970. Default: now. */
  readonly timeCreatedSecs?: number;
}

/** The data is in the metadata; the tensor has no elements. */
const record = (op: string, tag: string, content: Uint8Array): boolean =>
  recordTensor(op, tag, { step: 0 }, { plugin: 'hparams', content, dataClass: 0 }, [], () => ({ dtype: 'float32', shape: [0], values: new Float32Array(0) }));

const now = (): number => Date.now() / 1000;

/**
 * Says which hyperparameters and metrics an experiment has. Once, in the log directory above those of the sessions.
 * @returns whether it was recorded
 * @see tensorboard.plugins.hparams.api.hparams_config
 */
export function config(options: ConfigOptions): boolean {
  const op = 'hparams.config';
  checkOptions(op, options, ['hparams', 'metrics', 'timeCreatedSecs']);
  return record(op, '_hparams_/experiment', experimentData(options.hparams, options.metrics, options.timeCreatedSecs ?? now()));
}

export interface HParamsOptions {
  /** Sessions of one trial are one group. Default: made of the values, so that equal ones fall in one group. */
  readonly trialId?: string;
  /** Seconds since 1970. Default: now. */
  readonly startTimeSecs?: number;
}

/** Values by name, checked. */
export function valuesByName(op: string, values: HParamValues): Record<string, HParamValue> {
  const entries =
    values instanceof Map ? [...values].map(([h, v]): [string, unknown] => [h instanceof HParam ? h.name : String(h), v]) : Object.entries(values);
  const named: Record<string, HParamValue> = {};
  for (const [name, value] of entries) {
    if (!['number', 'string', 'boolean'].includes(typeof value))
      throw failure('wrong-kind', { op, message: `'${name}' is ${typeof value}`, valid: 'numbers, strings, booleans' });
    if (Object.hasOwn(named, name)) throw failure('value', { op, message: `there are two values of '${name}'` });
    named[name] = value as HParamValue;
  }
  return named;
}

/** SHA-256 of the values as JSON with sorted keys and ASCII characters. Source: `_derive_session_group_name`. */
function groupOf(op: string, values: Readonly<Record<string, HParamValue>>): string {
  const crypto = globalThis.process?.getBuiltinModule?.('node:crypto');
  if (crypto === undefined) throw failure('unavailable', { op, message: 'there is no SHA-256 here', hint: 'give a trialId' });
  const ascii = (text: string): string => JSON.stringify(text).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const show = (v: HParamValue): string => (typeof v === 'string' ? ascii(v) : String(v));
  const json = `{${Object.keys(values)
    .sort()
    .map((k) => `${ascii(k)}:${show(values[k])}`)
    .join(',')}}`;
  return crypto.createHash('sha256').update(json).digest('hex');
}

/**
 * Says with which hyperparameters the session of this run works.
 * @returns whether it was recorded
 * @throws TypeError for values that are no numbers, strings or booleans
 * @see tensorboard.plugins.hparams.api.hparams
 *
 * @example
 * const writer = tf.summary.createFileWriter('logs/run1');
 * writer.asDefault(() => {
 *   hparams.hparams({ units: 32, optimizer: 'adam' });
 *   tf.summary.scalar('accuracy', 0.9, { step: 1 });
 * });
 */
export function hparams(values: HParamValues, options: HParamsOptions = {}): boolean {
  const op = 'hparams.hparams';
  checkOptions(op, options, ['trialId', 'startTimeSecs']);
  const named = valuesByName(op, values);
  return record(op, '_hparams_/session_start_info', startData(named, options.trialId ?? groupOf(op, named), options.startTimeSecs ?? now()));
}

/** Says how the session of this run ended. `endTimeSecs`: seconds since 1970, default now. Source: `hp.KerasCallback`. */
export const sessionEnd = (status: keyof typeof statuses, endTimeSecs: number = now()): boolean =>
  record('hparams.sessionEnd', '_hparams_/session_end_info', endData(status, endTimeSecs));
