import { type Factory, factory } from '../options/configurable.ts';
import type { Outcome } from './confusion.ts';
import { ConfusionCount, type ConfusionCountOptions } from './confusion-count.ts';

/** The (weighted) number of labels 1 predicted as 1. */
export class TruePositives extends ConfusionCount {
  static override readonly className: string = 'TruePositives';
  static override readonly module: string = 'keras.metrics';
  protected override readonly outcome: Outcome = 'truePositives';
}
export const truePositives: Factory<ConfusionCountOptions, TruePositives> = factory(TruePositives);
