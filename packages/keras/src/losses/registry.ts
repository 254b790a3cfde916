/** Losses by name and by class name. */
import { NameTable } from '../naming/lookup.ts';
import { factoryName } from '../naming/names.ts';
import type { ConfigurableClass } from '../options/configurable.ts';
import { type ClassTable, classTable } from '../saving/object-form.ts';
import * as all from './all.ts';
import type { Loss } from './loss.ts';

const classes = [
  all.BinaryCrossentropy,
  all.CategoricalCrossentropy,
  all.CategoricalHinge,
  all.CosineSimilarity,
  all.Hinge,
  all.Huber,
  all.KLDivergence,
  all.LogCosh,
  all.MeanAbsoluteError,
  all.MeanAbsolutePercentageError,
  all.MeanSquaredError,
  all.MeanSquaredLogarithmicError,
  all.Poisson,
  all.SparseCategoricalCrossentropy,
  all.SquaredHinge,
] as unknown as readonly (ConfigurableClass & (new () => Loss))[];

export const lossClasses: ClassTable = classTable(classes);
/** Short names as in Keras. */
const aliases: Readonly<Record<string, string>> = {
  mse: 'meanSquaredError',
  mae: 'meanAbsoluteError',
  mape: 'meanAbsolutePercentageError',
  msle: 'meanSquaredLogarithmicError',
  bce: 'binaryCrossentropy',
  kld: 'KLDivergence',
  kullbackLeiblerDivergence: 'KLDivergence',
  logcosh: 'logCosh',
};
export const lossNames: NameTable<() => Loss> = new NameTable(
  classes.map((c) => [factoryName(c.className), () => new c()]),
  aliases,
);
