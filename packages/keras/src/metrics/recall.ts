import type { Variable } from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import type { Outcome } from './confusion.ts';
import { ConfusionRatio, type ConfusionRatioOptions } from './confusion-ratio.ts';

export type RecallOptions = ConfusionRatioOptions;

/** Found cases among all that are yes: truePositives / (truePositives + falseNegatives). */
export class Recall extends ConfusionRatio {
  static override readonly className: string = 'Recall';
  static override readonly module: string = 'keras.metrics';
  protected override readonly missed: Outcome = 'falseNegatives';
  readonly falseNegatives: Variable = this.addVariable({ shape: [this.thresholds.length], name: 'false_negatives' });
  protected override get misses(): Variable {
    return this.falseNegatives;
  }
}
export const recall: Factory<RecallOptions, Recall> = factory(Recall);
