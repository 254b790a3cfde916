/** Layouts of custom scalars: bytes ↔ messages, through the protobuf library. Source: tensorboard/plugins/custom_scalar/layout.proto. */
import { fromBinary } from '@bufbuild/protobuf';
import { FormatError } from '../format-error.ts';
import { type Layout, LayoutSchema } from './generated/custom_scalars_pb.js';

export type { Layout } from './generated/custom_scalars_pb.js';

/** @throws FormatError for bytes that are no Layout */
export function decodeLayout(bytes: Uint8Array): Layout {
  try {
    return fromBinary(LayoutSchema, bytes);
  } catch (error) {
    throw new FormatError('Layout', (error as Error).message);
  }
}
