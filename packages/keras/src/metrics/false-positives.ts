import { type Factory, factory } from '../options/configurable.ts';
import type { Outcome } from './confusion.ts';
import { ConfusionCount, type ConfusionCountOptions } from './confusion-count.ts';

/** The (weighted) number of labels 0 predicted as 1. */
export class FalsePositives extends ConfusionCount {
  static override readonly className: string = 'FalsePositives';
  static override readonly module: string = 'keras.metrics';
  protected override readonly outcome: Outcome = 'falsePositives';
}
export const falsePositives: Factory<ConfusionCountOptions, FalsePositives> = factory(FalsePositives);
