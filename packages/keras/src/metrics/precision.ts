import type { Variable } from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import type { Outcome } from './confusion.ts';
import { ConfusionRatio, type ConfusionRatioOptions } from './confusion-ratio.ts';

export type PrecisionOptions = ConfusionRatioOptions;

/** Right answers among all that were yes: truePositives / (truePositives + falsePositives). */
export class Precision extends ConfusionRatio {
  static override readonly className: string = 'Precision';
  static override readonly module: string = 'keras.metrics';
  protected override readonly missed: Outcome = 'falsePositives';
  readonly falsePositives: Variable = this.addVariable({ shape: [this.thresholds.length], name: 'false_positives' });
  protected override get misses(): Variable {
    return this.falsePositives;
  }
}
export const precision: Factory<PrecisionOptions, Precision> = factory(Precision);
