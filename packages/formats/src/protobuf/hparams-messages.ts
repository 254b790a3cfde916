/** What the HParams dashboard keeps in metadata: bytes ↔ messages, through the protobuf library. Source: tensorboard/plugins/hparams/plugin_data.proto. */
import { fromBinary } from '@bufbuild/protobuf';
import { FormatError } from '../format-error.ts';
import { type HParamsPluginData, HParamsPluginDataSchema } from './generated/hparams_pb.js';

export type { Experiment, HParamInfo, HParamsPluginData, MetricInfo, SessionEndInfo, SessionStartInfo } from './generated/hparams_pb.js';

/** @throws FormatError for bytes that are no HParamsPluginData */
export function decodeHParams(bytes: Uint8Array): HParamsPluginData {
  try {
    return fromBinary(HParamsPluginDataSchema, bytes);
  } catch (error) {
    throw new FormatError('HParamsPluginData', (error as Error).message);
  }
}
