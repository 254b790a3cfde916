/** The metric that a name, an object, a function or a saved form stands for. */
import type { Tensor } from '@millrace/core';
import { failure } from '@millrace/ir';
import { describeValue } from '../options/option-table.ts';
import { isSavedObject, loadObject, plainContext } from '../saving/object-form.ts';
import { MeanMetricWrapper } from './mean-wrapper.ts';
import { Metric } from './metric.ts';
import { metricClasses, metricNames } from './registry.ts';

/** A name (`'accuracy'`, `'mae'`), a metric, or a function from labels and predictions to a value for each sample. */
export type MetricLike = Metric | string | ((yTrue: Tensor, yPred: Tensor) => Tensor);

/** Throws ValueError for an unknown name, with the nearest one; TypeError for another kind of value. A metric made of a name has that name. */
export function get(like: MetricLike, op: string = 'metrics.get'): Metric {
  if (like instanceof Metric) return like;
  if (typeof like === 'string') return metricNames.require(like, op, 'metrics')({ name: like });
  if (isSavedObject(like)) return loadObject(like, metricClasses, 'metric', plainContext) as unknown as Metric;
  if (typeof like === 'function') return new MeanMetricWrapper(like);
  throw failure('wrong-kind', {
    op,
    message: `a metric must be a name, a metric or a function; got ${describeValue(like)}`,
    valid: metricNames.names.join(', '),
  });
}
