import { type Factory, factory } from '../options/configurable.ts';
import { option } from '../options/option.ts';
import type { OptionTable } from '../options/option-table.ts';
import { FBetaScore, type FBetaScoreOptions } from './f-beta-score.ts';

/** Options of `FBetaScore` but for beta, which is 1. */
export type F1ScoreOptions = FBetaScoreOptions;

/** The harmonic mean of precision and recall. */
export class F1Score extends FBetaScore<F1ScoreOptions> {
  static override readonly className: string = 'F1Score';
  static override readonly module: string = 'keras.metrics';
  static override readonly options: OptionTable<F1ScoreOptions> = {
    ...FBetaScore.options,
    beta: option.transient(option.number(1, { atLeast: 1, atMost: 1 })),
  };
}
export const f1Score: Factory<F1ScoreOptions, F1Score> = factory(F1Score);
