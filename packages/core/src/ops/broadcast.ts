/** Broadcasting and the dtype rule of operations on several tensors. There is no implicit promotion: JavaScript values adopt the tensor operand's dtype. */
import {
  applyScalar,
  broadcastAgainst,
  broadcastDim,
  broadcastShape,
  type Dim,
  dispatch,
  type ElementType,
  elementValue,
  f32,
  failure,
  fillLike,
  isDifferentiable,
  isOpenAlone,
  type Literal,
  methods,
  type Primitive,
  primitives,
  type Scalar,
  type ScalarOp,
  type Shape,
  scalarInput,
  scalarLiteral,
  showShape,
} from '@millrace/ir';
import { type TensorLike, toTensor } from '../tensor/convert.ts';
import { dtypeOf } from '../tensor/dtypes.ts';
import { Tensor } from '../tensor/tensor.ts';
import { isTensorSource } from '../tensor/tensor-source.ts';
import { attributesOf, shapeKey } from './attributes.ts';
import { pointwise } from './pointwise.ts';

/**
 * The shape that two shapes broadcast to, aligned at the right. Sizes must be equal or 1.
 * Throws InvalidArgumentError naming both shapes.
 */
export function broadcastShapes(op: string, a: Shape, b: Shape): Shape {
  return broadcastShape(a, b) ?? doNotBroadcast(op, a, b);
}

function doNotBroadcast(op: string, a: Shape, b: Shape): never {
  const rank = Math.max(a.length, b.length);
  const sizeOn = (shape: Shape, axis: number): Dim => shape[axis + shape.length - rank] ?? 1;
  let axis = rank - 1;
  while (broadcastDim(sizeOn(a, axis), sizeOn(b, axis)) !== null) axis--;
  throw failure('broadcast', {
    op,
    message: `shapes ${showShape(a)} and ${showShape(b)} do not broadcast (${sizeOn(a, axis)} ≠ ${sizeOn(b, axis)} on axis ${axis})`,
    valid: 'aligned at the right, sizes are equal or 1',
  });
}

/** `x` repeated to `shape`, which it must broadcast to. `others` are the tensors that the shape comes from, where it has open sizes. */
export function broadcastTensor(x: Tensor, shape: Shape, others: readonly Tensor[] = []): Tensor {
  const from = x.type.shape;
  if (from.length === shape.length && from.every((d, i) => d === shape[i])) return x;
  const open = others.filter((o) => o !== x && isOpenAlone(o));
  if (open.length > 0) return open.reduce((y, like) => broadcastAgainst(y, like) as Tensor, x);
  const offset = shape.length - from.length;
  const { broadcastInDim } = primitives;
  const attributes = attributesOf(broadcastInDim, `${from.length}:${shapeKey(shape)}`, () => ({
    shape: shape as never,
    broadcastDimensions: from.map((_, i) => i + offset),
  }));
  return dispatch(broadcastInDim, [x], attributes)[0] as Tensor;
}

const isTensor = (v: unknown): v is Tensor => v instanceof Tensor || isTensorSource(v);

/** The dtype that a value takes from the operand beside it. Arrays of floats stay floating beside integers, even where they hold whole numbers. */
const adopted = (value: TensorLike, element: ElementType | undefined): ElementType | undefined =>
  (value instanceof Float32Array || value instanceof Float64Array) && element && !isDifferentiable(element) ? undefined : element;

/** Tensors of one dtype out of values; JavaScript literals adopt the dtype of the first tensor. `names` are the arguments' names for messages. */
export function commonDtype(op: string, values: readonly TensorLike[], names: readonly string[], fallback?: ElementType): Tensor[] {
  const leader = values.find(isTensor);
  const element = leader === undefined ? undefined : toTensor(op, leader).type.element;
  const tensors: Tensor[] = [];
  for (const value of values)
    tensors.push(
      typeof value === 'number' && element === f32
        ? scalarTensor(f32, value)
        : toTensor(op, value, adopted(value, element ?? tensors[0]?.type.element ?? fallback)),
    );
  for (let i = 1; i < tensors.length; i++) if (tensors[i].type.element !== tensors[0].type.element) throw dtypeMismatch(op, tensors, names);
  return tensors;
}

function dtypeMismatch(op: string, tensors: readonly Tensor[], names: readonly string[]): Error {
  const other = tensors.findIndex((t) => t.type.element !== tensors[0].type.element);
  const [first, second] = [dtypeOf(tensors[0].type.element).name, dtypeOf(tensors[other].type.element).name];
  return failure('dtype-mismatch', {
    op,
    message: `${names[0]} is ${first} and ${names[other]} is ${second}`,
    valid: 'one dtype; there is no implicit promotion',
    hint: `tf.cast(${names[other]}, '${first}')`,
    operands: Object.fromEntries(tensors.map((t, i) => [names[i], String(t.type)])),
  });
}

/** Tensors of one dtype and one shape out of values. */
export function alignOperands(op: string, values: readonly TensorLike[], names: readonly string[], fallback?: ElementType): Tensor[] {
  const tensors = commonDtype(op, values, names, fallback);
  const shape = tensors.reduce<Shape>((s, t) => broadcastShapes(op, s, t.type.shape), []);
  return tensors.map((t) => broadcastTensor(t, shape, tensors));
}

/** A binary operation of one pointwise primitive, with broadcasting. */
export function applyBinary(op: string, primitive: Primitive, kinds: Kinds, a: TensorLike, b: TensorLike): Tensor {
  // Equal types go straight to the builder; that is the eager budget (notes N7).
  if (a instanceof Tensor && b instanceof Tensor && a.type === b.type) {
    requireKind(op, a, kinds, 'a');
    return dispatch(primitive, [a, b])[0] as Tensor;
  }
  const operands = commonDtype(op, [a, b], ['a', 'b']);
  requireKind(op, operands[0], kinds, 'a');
  const [p, q] = [operands[0].type.shape, operands[1].type.shape];
  // A scalar beside a larger tensor is one kernel eagerly, without a repeated copy.
  if (p.length !== q.length && (p.length === 0 || q.length === 0)) return pointwise(scalarForm(primitive), operands);
  const shape = broadcastShapes(op, p, q);
  return dispatch(primitive, [broadcastTensor(operands[0], shape, operands), broadcastTensor(operands[1], shape, operands)])[0] as Tensor;
}

const scalarForms = new Map<Primitive, Scalar>();

/** The primitive as an expression of two inputs. */
function scalarForm(primitive: Primitive): Scalar {
  let found = scalarForms.get(primitive);
  if (!found) scalarForms.set(primitive, (found = applyScalar(primitive.shortName as ScalarOp, [scalarInput(0), scalarInput(1)])));
  return found;
}

/** Kinds of element types that an operation takes. */
export type Kinds = readonly ElementType['kind'][];

/** Checks the dtype of an operand by its kind. Throws InvalidArgumentError saying what is valid. */
export function requireKind(op: string, x: Tensor, kinds: Kinds, name: string = 'x'): void {
  const { element } = x.type;
  if (kinds.includes(element.kind)) return;
  const words = { boolean: 'bool', signed: 'integer', unsigned: 'unsigned integer', float: 'floating', complex: 'complex', quantized: 'quantized' };
  throw failure('operand-type', {
    op,
    message: `${name} has dtype ${dtypeOf(element).name}`,
    valid: kinds.map((k) => words[k]).join(' or '),
    hint: kinds.includes('float') ? `tf.cast(${name}, 'float32')` : undefined,
    operands: { [name]: String(x.type) },
  });
}

/** A constant tensor of `x`'s dtype, broadcast to `x`'s shape. */
export function constantLike(x: Tensor, value: number): Tensor {
  return isOpenAlone(x) ? (fillLike(x, x.type.element, value) as Tensor) : fillTensor(x.type.element, x.type.shape, value);
}

const scalars = new Map<ElementType, Map<number, Literal>>();

/** The literal of a number, one for each element type and value, as long as there are few. */
function scalarOf(element: ElementType, value: number): Literal {
  let known = scalars.get(element);
  if (!known) scalars.set(element, (known = new Map()));
  // -0 and 0 are one key of a Map.
  let found = Object.is(value, -0) ? undefined : known.get(value);
  if (!found) {
    found = scalarLiteral(element, elementValue(element, value));
    if (known.size < 256 && !Object.is(value, -0)) known.set(value, found);
  }
  return found;
}

const scalarTensor = (element: ElementType, value: number): Tensor => methods.constant(scalarOf(element, value)) as Tensor;

/** Every element equal to `value`; a repeated scalar. Booleans are 0 and 1. */
export function fillTensor(element: ElementType, shape: Shape, value: number): Tensor {
  return broadcastTensor(scalarTensor(element, value), shape);
}
