/** `tf.summary`: what programs record, for TensorBoard to show. */
// kinds of summaries
export { type AudioOptions, audio } from './audio.ts';
export type { Condition, Step } from './context.ts';
export { type CustomCategory, type CustomChart, type CustomLayout, customScalars } from './custom-scalars.ts';
export { type GraphOptions, type GraphSource, graph, type TraceOptions, traceExport, traceOff, traceOn } from './graph.ts';
export { type HistogramOptions, histogram } from './histogram.ts';
export { image, type SampleOptions } from './image.ts';
export { kerasModel } from './keras-model.ts';
export { type PrCurveOptions, prCurve } from './pr-curve.ts';
// steps, conditions, scopes
export { getStep, recordIf, type SummaryOptions, scope, setStep, shouldRecordSummaries } from './record.ts';
export { scalar } from './scalar.ts';
// writers
export {
  type AsDefaultOptions,
  type CreateFileWriterOptions,
  createFileWriter,
  createNoopWriter,
  type PushedDefault,
  pushDefault,
  SummaryWriter,
} from './summary-writer.ts';
export { type TextData, text } from './text.ts';
export { type WriteOptions, write } from './write.ts';
