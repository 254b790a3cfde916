/** Types and literals as records. */
import { arrayOver, type ElementType, elementTypeNamed, type Literal, literal, type TensorType, type Type, tensorType } from '@millrace/ir';
import type { BlobWriter } from './blobs.ts';
import { type Json, listOf, malformed, memberOf, NotStorable, textOf, wholeOf } from './record.ts';

/** What one program may be about: sizes beyond this are no sizes. */
export const mostElements: number = 2 ** 40;

export function elementRecord(element: ElementType): Json {
  if (element.quantization) throw new NotStorable(`the element type ${element.name}`);
  return element.name;
}
export const elementOf = (record: Json | undefined): ElementType => elementTypeNamed(textOf(record)) ?? malformed(`no element type ${String(record)}`);

export function typeRecord(type: Type): Json {
  if (type.kind !== 'tensor' || !type.isStatic) throw new NotStorable(`the type ${String(type)}`);
  return [elementRecord(type.element), ...(type.shape as readonly number[])];
}
export function typeOf(record: Json | undefined): TensorType {
  const [element, ...shape] = listOf(record);
  const type = tensorType(
    elementOf(element),
    shape.map((size) => wholeOf(size, 0, mostElements)),
  );
  return type.size <= mostElements ? type : malformed('a type is too large');
}

const bytesOf = ({ data }: Literal): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
/** Literals up to this many bytes are written into the record. */
const smallLiteral = 256;

export function literalRecord(value: Literal, blobs: BlobWriter): Json {
  const type = typeRecord(value.type);
  if (value.data.byteLength > smallLiteral) return [type, blobs.add(value.data)];
  return [type, [...bytesOf(value)].map((byte) => byte.toString(16).padStart(2, '0')).join('')];
}
export function literalOf(record: Json | undefined, blobs: readonly Uint8Array[]): Literal {
  const [typed, data] = listOf(record);
  const type = typeOf(typed);
  const bytes = typeof data === 'string' ? bytesOfHex(data) : memberOf(blobs, data).slice();
  if (bytes.length !== type.size * type.element.bytes) return malformed('a literal has the wrong size');
  return literal(type, arrayOver(type.element, bytes.buffer as ArrayBuffer));
}
function bytesOfHex(text: string): Uint8Array {
  if (text.length > 2 * smallLiteral || !/^(?:[0-9a-f]{2})*$/.test(text)) return malformed('a literal is no text of bytes');
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}
