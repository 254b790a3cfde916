export * from './all.ts';
export { get, type MetricLike } from './get.ts';
export { MeanMetricWrapper } from './mean-wrapper.ts';
export { Metric, type MetricOptions, type MetricVariableOptions } from './metric.ts';
