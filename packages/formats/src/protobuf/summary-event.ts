/** Events that a summary writer makes, encoded without the protobuf library. Source: tensorflow/core/util/event.proto and what it includes. */
import { FormatError } from '../format-error.ts';
import { WireWriter } from './wire-writer.ts';

/** What a value is: which plugin shows it and how. SummaryMetadata as a plain object. */
export interface ValueMetadata {
  readonly pluginName?: string;
  /** The plugin's own data. */
  readonly pluginContent?: Uint8Array;
  readonly displayName?: string;
  /** Markdown. */
  readonly description?: string;
  /** 0 unknown, 1 scalar, 2 tensor, 3 blob sequence. */
  readonly dataClass?: 0 | 1 | 2 | 3;
}

/** A tensor to be written: numbers in a typed array of the dtype's own layout, or byte strings. */
export interface WritableTensor {
  /** TensorFlow's name: 'float32', 'string', … */
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: ArrayBufferView | readonly Uint8Array[];
}

export interface TensorEvent {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: bigint;
  readonly tag: string;
  /** Left out where readers know it from an earlier value of the tag. */
  readonly metadata?: ValueMetadata;
  readonly tensor: WritableTensor;
}

/** Number and bytes an element of the dtypes that are written. Source: tensorflow/core/framework/types.proto. */
const dtypes: Readonly<Record<string, readonly [code: number, size: number]>> = {
  float32: [1, 4],
  float64: [2, 8],
  int32: [3, 4],
  uint8: [4, 1],
  int16: [5, 2],
  int8: [6, 1],
  string: [7, 0],
  int64: [9, 8],
  bool: [10, 1],
  uint16: [17, 2],
  uint32: [22, 4],
  uint64: [23, 8],
};
/** Numbers of dtypes that tensors in events do not have, but types of graphs do. */
const otherDtypes: Readonly<Record<string, number>> = { complex64: 8, bfloat16: 14, complex128: 18, float16: 19, float8_e5m2: 24, float8_e4m3fn: 25 };

/** TensorFlow's number of a dtype; 0 for one that it does not have. */
export const dtypeNumber = (dtype: string): number => dtypes[dtype]?.[0] ?? otherDtypes[dtype] ?? 0;

/** The bytes of a TensorProto as TensorFlow's summary writer stores it. Throws FormatError for a dtype that is not known or another number of values. */
export function encodeTensor({ dtype, shape, values }: WritableTensor): Uint8Array {
  const known = Object.hasOwn(dtypes, dtype) ? dtypes[dtype] : undefined;
  const isList = !ArrayBuffer.isView(values);
  if (known === undefined || isList !== (dtype === 'string'))
    throw new FormatError('TensorProto', `dtype ${dtype} is not written from ${isList ? 'a list' : 'a typed array'}`);
  const count = shape.reduce((n, d) => n * d, 1);
  const given = isList ? values.length : values.byteLength / known[1];
  if (given !== count) throw new FormatError('TensorProto', `${given} values for ${count} elements of ${dtype}`);
  const dims = new WireWriter();
  for (const size of shape) dims.always(2, new WireWriter().varint(1, size).finish());
  const out = new WireWriter().varint(1, known[0]).always(2, dims.finish());
  if (isList) for (const value of values) out.always(8, value);
  else out.bytes(4, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return out.finish();
}

function encodeMetadata({ pluginName, pluginContent, displayName, description, dataClass = 0 }: ValueMetadata): Uint8Array {
  const plugin = new WireWriter().text(1, pluginName).bytes(2, pluginContent).finish();
  return new WireWriter().always(1, plugin).text(2, displayName).text(3, description).varint(4, dataClass).finish();
}

/** Event{wall_time, step, summary{value{tag, tensor, metadata}}}. Throws FormatError as `encodeTensor`. */
export function encodeTensorEvent({ wallTime, step, tag, metadata, tensor }: TensorEvent): Uint8Array {
  const value = new WireWriter().text(1, tag).always(8, encodeTensor(tensor));
  if (metadata !== undefined) value.always(9, encodeMetadata(metadata));
  const summary = new WireWriter().always(1, value.finish()).finish();
  return new WireWriter().double(1, wallTime).varint(2, step).always(5, summary).finish();
}

/** The first event of a file. */
export const encodeFileVersionEvent = (wallTime: number): Uint8Array => new WireWriter().double(1, wallTime).text(3, 'brain.Event:2').finish();
