/** Messages of TensorFlow's files. A second entry point, so that programs that read none do not load the protobuf library. */
export { decodeLayout, type Layout } from './custom-scalars-messages.ts';
export {
  decodeEvent,
  decodeTensorProto,
  type Event,
  type EventInit,
  encodeEvent,
  encodeTensorProto,
  exactInteger,
  type HistogramProto,
  type Summary_Value,
  type SummaryMetadata,
  type TensorProto,
  type TensorProtoInit,
} from './events.ts';
export {
  type AttrValue,
  attributeSize,
  decodeGraphDef,
  decodeRunMetadata,
  type GraphDef,
  type GraphDefInit,
  graphDefText,
  makeGraphDef,
  type NodeDef,
  type RunMetadata,
  runMetadataText,
} from './graph-messages.ts';
export {
  decodeHParams,
  type Experiment,
  type HParamInfo,
  type HParamsPluginData,
  type MetricInfo,
  type SessionEndInfo,
  type SessionStartInfo,
} from './hparams-messages.ts';
export { type MessageBytes, type ScannedScalar, scanScalarEvent, TagTable } from './scalar-event.ts';
export { type DenseTensor, denseOf } from './tensor-values.ts';
