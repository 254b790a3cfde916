/** Event files' records: bytes ↔ messages, through the protobuf library. Source: tensorflow/core/util/event.proto and what it includes. */
import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { FormatError } from '../format-error.ts';
import { type Event, EventSchema } from './generated/event_pb.js';
import { type TensorProto, TensorProtoSchema } from './generated/tensor_pb.js';

export type { Event } from './generated/event_pb.js';
export type { HistogramProto, Summary_Value, SummaryMetadata } from './generated/summary_pb.js';
export type { TensorProto } from './generated/tensor_pb.js';

/** A plain object that makes an event; fields that are left out have their defaults, and are not written. */
export type EventInit = MessageInitShape<typeof EventSchema>;
export type TensorProtoInit = MessageInitShape<typeof TensorProtoSchema>;

/** The bytes of an event: fields in the order of their numbers, as every protobuf library writes them. */
export const encodeEvent = (event: EventInit): Uint8Array => toBinary(EventSchema, create(EventSchema, event));

/** The event in `bytes`. Unknown fields are kept. Throws FormatError for bytes that are no event. */
export function decodeEvent(bytes: Uint8Array): Event {
  try {
    return fromBinary(EventSchema, bytes);
  } catch (error) {
    throw new FormatError('event', (error as Error).message);
  }
}

export const encodeTensorProto = (tensor: TensorProtoInit): Uint8Array => toBinary(TensorProtoSchema, create(TensorProtoSchema, tensor));

/** The tensor in `bytes`. Throws FormatError for bytes that are no TensorProto. */
export function decodeTensorProto(bytes: Uint8Array): TensorProto {
  try {
    return fromBinary(TensorProtoSchema, bytes);
  } catch (error) {
    throw new FormatError('TensorProto', (error as Error).message);
  }
}

/** A 64-bit integer as a number where that is exact, else as it is. */
export const exactInteger = (value: bigint): number | bigint =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
