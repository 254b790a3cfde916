/** Writes ONNX models as bytes of Protocol Buffers: just the messages of onnx.proto that the bench needs. Field numbers: onnx/onnx.proto, IR version 8. */

const text = new TextEncoder();

function varint(value) {
  const bytes = [];
  let rest = BigInt.asUintN(64, BigInt(value)); // Negative numbers are written in two's complement.
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Uint8Array.from([...bytes, Number(rest)]);
}

function joined(parts) {
  const bytes = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const number = (field, value) => joined([varint(field * 8), varint(value)]);
const block = (field, bytes) => joined([varint(field * 8 + 2), varint(bytes.length), bytes]);
const string = (field, value) => block(field, text.encode(value));
const float = (field, value) => joined([varint(field * 8 + 5), new Uint8Array(Float32Array.of(value).buffer)]);
const message = (field, ...parts) => block(field, joined(parts));

const FLOAT = 1;
const INT64 = 7;

/** TensorProto of float32 (Float32Array) or int64 (list of integers) values. */
function tensor(name, shape, values) {
  const floats = values instanceof Float32Array;
  const data = floats ? values : BigInt64Array.from(values, BigInt);
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return [...shape.map((size) => number(1, size)), number(2, floats ? FLOAT : INT64), string(8, name), block(9, raw)];
}

function valueInfo(field, name, shape) {
  const sizes = shape.map((size) => message(1, number(1, size)));
  return message(field, string(1, name), message(2, message(1, number(1, FLOAT), message(2, ...sizes))));
}

/** AttributeProto: types FLOAT 1, INT 2, STRING 3, INTS 7. */
function attribute([name, value]) {
  const named = string(1, name);
  if (Array.isArray(value)) return message(5, named, ...value.map((v) => number(8, v)), number(20, 7));
  if (typeof value === 'string') return message(5, named, string(4, value), number(20, 3));
  if (typeof value === 'object') return message(5, named, float(2, value.float), number(20, 1));
  return message(5, named, number(3, value), number(20, 2));
}

/** A graph under construction: values are names. */
export class Graph {
  #nodes = [];
  #initializers = [];
  #inputs = [];
  #count = 0;

  input(name, shape) {
    this.#inputs.push(valueInfo(11, name, shape));
    return name;
  }
  constant(shape, values) {
    const name = `c${this.#count++}`;
    this.#initializers.push(message(5, ...tensor(name, shape, values)));
    return name;
  }
  scalar(value) {
    return this.constant([], Float32Array.of(value));
  }
  /** Adds a node with one result. Attributes: integers, lists of integers, strings, `{ float }`. */
  node(op, inputs, attributes = {}) {
    const name = `v${this.#count++}`;
    this.#nodes.push(message(1, ...inputs.map((i) => string(1, i)), string(2, name), string(4, op), ...Object.entries(attributes).map(attribute)));
    return name;
  }
  /** The bytes of a ModelProto with one output, whose shape is left to inference. Operator set 17 has LayerNormalization. */
  model(output) {
    const result = message(12, string(1, output), message(2, message(1, number(1, FLOAT))));
    const graph = message(7, ...this.#nodes, string(2, 'bench'), ...this.#initializers, ...this.#inputs, result);
    return joined([number(1, 8), graph, message(8, string(1, ''), number(2, 17))]);
  }
}
