/** Messages as protobuf's text format, as TensorBoard's graph routes answer. Source: protobuf.dev/reference/protobuf/textformat-spec. */
import type { DescField, DescMessage, Message } from '@bufbuild/protobuf';
import { ScalarType } from '@bufbuild/protobuf';

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', "'": "\\'", '\\': '\\\\' };

/** Bytes between quotes: what is no printable ASCII as three octal digits. */
function quoted(bytes: Uint8Array): string {
  let text = '"';
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    text += escapes[character] ?? (byte < 32 || byte > 126 ? `\\${byte.toString(8).padStart(3, '0')}` : character);
  }
  return `${text}"`;
}

const encoder = new TextEncoder();
/** Text without characters that need an escape. */
const isPlain = (text: string): boolean => /^[ !#-&(-[\]-~]*$/.test(text);
const quotedText = (text: string): string => (isPlain(text) ? `"${text}"` : quoted(encoder.encode(text)));

function scalarText(type: ScalarType, value: unknown): string {
  if (type === ScalarType.STRING) return quotedText(value as string);
  if (type === ScalarType.BYTES) return quoted(value as Uint8Array);
  if (typeof value === 'number' && !Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  return type === ScalarType.FLOAT ? String(Number(Math.fround(value as number).toPrecision(9))) : String(value);
}

type Values = Readonly<Record<string, unknown>>;

/** A name and a value on one line, or a block for a message. */
function entry(name: string, field: { readonly kind: string; readonly field: DescField }, value: unknown, indent: string): string {
  const { message, enum: choices, scalar } = field.field;
  if (field.kind === 'message') return `${indent}${name} {\n${body(message!, value as Message, `${indent}  `)}${indent}}\n`;
  if (field.kind === 'enum') return `${indent}${name}: ${choices!.value[value as number]?.name ?? value}\n`;
  return `${indent}${name}: ${scalarText(scalar!, value)}\n`;
}

function mapEntries(field: DescField & { readonly fieldKind: 'map' }, map: Values, indent: string): string {
  const inner = `${indent}  `;
  return Object.keys(map)
    .sort()
    .map((key) => {
      const keyText = field.mapKey === ScalarType.STRING ? quotedText(key) : key;
      return `${indent}${field.name} {\n${inner}key: ${keyText}\n${entry('value', { kind: field.mapKind, field }, map[key], inner)}${indent}}\n`;
    })
    .join('');
}

/** Whether a singular field is there: it has a case, or is a message, or is not the default. */
function isSet(value: unknown): boolean {
  if (value === undefined || value === '' || value === 0 || value === 0n || value === false) return Object.is(value, -0);
  return !(value instanceof Uint8Array) || value.length > 0;
}

function fieldText(field: DescField, message: Values, indent: string): string {
  if (field.oneof !== undefined) {
    const chosen = message[field.oneof.localName] as { readonly case?: string; readonly value?: unknown };
    return chosen.case === field.localName ? entry(field.name, { kind: field.fieldKind, field }, chosen.value, indent) : '';
  }
  const value = message[field.localName];
  if (field.fieldKind === 'map') return mapEntries(field, value as Values, indent);
  if (field.fieldKind === 'list') return (value as unknown[]).map((v) => entry(field.name, { kind: field.listKind, field }, v, indent)).join('');
  return isSet(value) ? entry(field.name, { kind: field.fieldKind, field }, value, indent) : '';
}

const sorted = new WeakMap<DescMessage, readonly DescField[]>();
function fieldsOf(schema: DescMessage): readonly DescField[] {
  let fields = sorted.get(schema);
  if (fields === undefined) sorted.set(schema, (fields = [...schema.fields].sort((a, b) => a.number - b.number)));
  return fields;
}

function body(schema: DescMessage, message: Message, indent: string): string {
  let text = '';
  for (const field of fieldsOf(schema)) text += fieldText(field, message as unknown as Values, indent);
  return text;
}

/** A message as text that protoc reads back; unknown fields are left out. */
export const textFormat = (schema: DescMessage, message: Message): string => body(schema, message, '');
