import { type Factory, factory } from '../options/configurable.ts';
import type { Outcome } from './confusion.ts';
import { ConfusionCount, type ConfusionCountOptions } from './confusion-count.ts';

/** The (weighted) number of labels 0 predicted as 0. */
export class TrueNegatives extends ConfusionCount {
  static override readonly className: string = 'TrueNegatives';
  static override readonly module: string = 'keras.metrics';
  protected override readonly outcome: Outcome = 'trueNegatives';
}
export const trueNegatives: Factory<ConfusionCountOptions, TrueNegatives> = factory(TrueNegatives);
