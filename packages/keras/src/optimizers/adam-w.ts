import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { Adam, type AdamOptions } from './adam.ts';
import { optimizerOptions } from './optimizer.ts';

/** Options of Adam; `weightDecay` is 0.004 unless given. */
export type AdamWOptions = AdamOptions;

/** Adam with weights that decay apart from the gradient: w -= learningRate weightDecay w. Source: arXiv:1711.05101, `keras.optimizers.AdamW`. */
export class AdamW extends Adam {
  static override readonly className: string = 'AdamW';
  static override readonly module: string = 'keras.optimizers';
  static override readonly options: OptionTable<AdamWOptions> = { ...Adam.options, ...optimizerOptions(0.001, 0.004) };
}
export const adamW: Factory<AdamWOptions, AdamW> = factory(AdamW);
