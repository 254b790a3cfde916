import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure } from '@millrace/ir';
import { option } from '../../options/basic.ts';
import { type Factory, factory } from '../../options/configurable.ts';
import type { OptionTable } from '../../options/option-table.ts';
import { LearningRateSchedule } from './schedule.ts';

export interface PiecewiseConstantDecayOptions {
  /** Steps, rising: the last steps of each piece but the last. */
  boundaries: readonly number[];
  /** One rate more than boundaries. */
  values: readonly number[];
  /** Default null. */
  name?: string | null;
}

/** values[i] up to and including step boundaries[i], the last value afterwards. Throws ValueError when the lengths do not fit. */
export class PiecewiseConstantDecay extends LearningRateSchedule<PiecewiseConstantDecayOptions> {
  static override readonly className: string = 'PiecewiseConstantDecay';
  static override readonly module: string = 'keras.optimizers.schedules';
  static override readonly options: OptionTable<PiecewiseConstantDecayOptions> = {
    boundaries: option.numbers(),
    values: option.numbers(),
    name: option.optional(option.string()),
  };
  constructor(options: PiecewiseConstantDecayOptions) {
    super(options);
    const { boundaries, values } = this.options;
    if (boundaries.length !== values.length - 1) {
      throw failure('value', {
        op: 'piecewiseConstantDecay',
        message: `there must be one value more than boundaries; got ${values.length} and ${boundaries.length}`,
      });
    }
    if (boundaries.some((b, i) => i > 0 && b <= boundaries[i - 1]))
      throw failure('value', { op: 'piecewiseConstantDecay', message: `boundaries must rise; got [${boundaries.join(', ')}]` });
  }
  protected override rate(step: Tensor): Tensor {
    const { boundaries, values } = this.options;
    return boundaries.reduceRight(
      (later, boundary, i) => tf.where(tf.lessEqual(step, boundary), tf.constant(values[i]), later) as Tensor,
      tf.constant(values[values.length - 1]) as Tensor,
    );
  }
}
export const piecewiseConstantDecay: Factory<PiecewiseConstantDecayOptions, PiecewiseConstantDecay> = factory(PiecewiseConstantDecay);
