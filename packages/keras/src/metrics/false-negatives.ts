import { type Factory, factory } from '../options/configurable.ts';
import type { Outcome } from './confusion.ts';
import { ConfusionCount, type ConfusionCountOptions } from './confusion-count.ts';

/** The (weighted) number of labels 1 predicted as 0. */
export class FalseNegatives extends ConfusionCount {
  static override readonly className: string = 'FalseNegatives';
  static override readonly module: string = 'keras.metrics';
  protected override readonly outcome: Outcome = 'falseNegatives';
}
export const falseNegatives: Factory<ConfusionCountOptions, FalseNegatives> = factory(FalseNegatives);
