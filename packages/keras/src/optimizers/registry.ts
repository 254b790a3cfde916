/** Optimizers by name and by class name. */
import { NameTable } from '../naming/lookup.ts';
import type { ConfigurableClass } from '../options/configurable.ts';
import { type ClassTable, classTable } from '../saving/object-form.ts';
import * as all from './all.ts';
import type { Optimizer } from './optimizer.ts';

const classes = [
  all.Adadelta,
  all.Adagrad,
  all.Adam,
  all.AdamW,
  all.Adamax,
  all.Lion,
  all.Nadam,
  all.RMSprop,
  all.SGD,
] as unknown as readonly (ConfigurableClass & (new () => Optimizer))[];

export const optimizerClasses: ClassTable = classTable([...classes, all.LossScaleOptimizer as unknown as ConfigurableClass]);
/** As users write them: all lower-case, as in Keras. */
export const optimizerNames: NameTable<() => Optimizer> = new NameTable(classes.map((c) => [c.className.toLowerCase(), () => new c()]));
