/** Metrics by name and by class name. */
import { NameTable } from '../naming/lookup.ts';
import { factoryName } from '../naming/names.ts';
import type { ConfigurableClass } from '../options/configurable.ts';
import { type ClassTable, classTable } from '../saving/object-form.ts';
import * as all from './all.ts';
import type { Metric, MetricOptions } from './metric.ts';

const classes = [
  all.Accuracy,
  all.AUC,
  all.BinaryAccuracy,
  all.BinaryCrossentropy,
  all.CategoricalAccuracy,
  all.CategoricalCrossentropy,
  all.CategoricalHinge,
  all.CosineSimilarity,
  all.FBetaScore,
  all.F1Score,
  all.FalseNegatives,
  all.FalsePositives,
  all.Hinge,
  all.KLDivergence,
  all.LogCoshError,
  all.Mean,
  all.MeanAbsoluteError,
  all.MeanAbsolutePercentageError,
  all.MeanSquaredError,
  all.MeanSquaredLogarithmicError,
  all.Poisson,
  all.Precision,
  all.Recall,
  all.RootMeanSquaredError,
  all.SparseCategoricalAccuracy,
  all.SparseCategoricalCrossentropy,
  all.SparseTopKCategoricalAccuracy,
  all.SquaredHinge,
  all.Sum,
  all.TopKCategoricalAccuracy,
  all.TrueNegatives,
  all.TruePositives,
] as unknown as readonly (ConfigurableClass & (new (options: MetricOptions) => Metric))[];

export const metricClasses: ClassTable = classTable(classes);
/** Short names as in Keras. */
const aliases: Readonly<Record<string, string>> = {
  mse: 'meanSquaredError',
  rmse: 'rootMeanSquaredError',
  mae: 'meanAbsoluteError',
  mape: 'meanAbsolutePercentageError',
  msle: 'meanSquaredLogarithmicError',
  bce: 'binaryCrossentropy',
  cosine: 'cosineSimilarity',
};
export const metricNames: NameTable<(options: MetricOptions) => Metric> = new NameTable(
  classes.map((c) => [factoryName(c.className), (options: MetricOptions) => new c(options)]),
  aliases,
);
