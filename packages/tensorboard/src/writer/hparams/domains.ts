/** What values a hyperparameter may have. Source: `tensorboard.plugins.hparams.summary_v2` (IntInterval, RealInterval, Discrete, HParam, Metric). */
import { failure } from '@millrace/ir';

/** A value of a hyperparameter. */
export type HParamValue = number | string | boolean;

/** Numbers in [0, 1), such as `Math.random`. */
export type Random = () => number;

function checkInterval(op: string, min: number, max: number, isInteger: boolean): void {
  const fits = (x: number): boolean => (isInteger ? Number.isSafeInteger(x) : Number.isFinite(x));
  if (!fits(min) || !fits(max) || min > max)
    throw failure('value', { op, message: `got ${min} and ${max}`, valid: `two ${isInteger ? 'integers' : 'numbers'}, the smaller one first` });
}

/** Integers from `min` to `max`, both included. */
export class IntInterval {
  readonly min: number;
  readonly max: number;
  /** @throws ValueError for what is no interval of integers */
  constructor(min: number, max: number) {
    checkInterval('IntInterval', min, max, true);
    this.min = min;
    this.max = max;
  }
  sampleUniform(random: Random = Math.random): number {
    return this.min + Math.floor(random() * (this.max - this.min + 1));
  }
}

/** Numbers from `min` to `max`. */
export class RealInterval {
  readonly min: number;
  readonly max: number;
  /** @throws ValueError for what is no interval */
  constructor(min: number, max: number) {
    checkInterval('RealInterval', min, max, false);
    this.min = min;
    this.max = max;
  }
  sampleUniform(random: Random = Math.random): number {
    return this.min + random() * (this.max - this.min);
  }
}

/** One of some values of one type; kept in order. */
export class Discrete<T extends HParamValue = HParamValue> {
  readonly values: readonly T[];
  /** @throws TypeError for values of several types; ValueError for none */
  constructor(values: readonly T[]) {
    if (values.length === 0) throw failure('value', { op: 'Discrete', message: 'there are no values' });
    const kinds = new Set(values.map((v) => typeof v));
    if (kinds.size > 1 || !['number', 'string', 'boolean'].includes([...kinds][0]))
      throw failure('wrong-kind', { op: 'Discrete', message: `values are ${[...kinds].join(' and ')}`, valid: 'numbers, strings or booleans only' });
    this.values = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  }
  sampleUniform(random: Random = Math.random): T {
    return this.values[Math.floor(random() * this.values.length)];
  }
}

export type Domain = IntInterval | RealInterval | Discrete;

export interface Shown {
  readonly displayName?: string;
  /** Markdown. */
  readonly description?: string;
}

/** A hyperparameter: its name, and what values it may have. */
export class HParam {
  readonly name: string;
  readonly domain: Domain | null;
  readonly shown: Shown;
  constructor(name: string, domain: Domain | null = null, shown: Shown = {}) {
    this.name = name;
    this.domain = domain;
    this.shown = shown;
  }
}

export interface MetricOptions extends Shown {
  /** Run below that of the session, '' for that itself. Default ''. */
  readonly group?: string;
  readonly datasetType?: 'training' | 'validation';
}

/** A scalar tag that says how good a session is. */
export class Metric {
  readonly tag: string;
  readonly options: MetricOptions;
  constructor(tag: string, options: MetricOptions = {}) {
    this.tag = tag;
    this.options = options;
  }
}
