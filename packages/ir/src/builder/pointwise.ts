/** Builds a scalar expression out of primitives, for builders that trace, batch or differentiate. */
import { type Scalar, ScalarTypes } from '../algebra/index.ts';
import { unreachable } from '../errors/index.ts';
import { primitiveNamed } from '../ops/registry.ts';
import type { Primitive } from '../primitive/primitive.ts';
import { type ElementType, i1 } from '../types/element.ts';
import { elementValue, scalarLiteral } from '../types/literal.ts';
import { type TensorType, tensorType } from '../types/type.ts';
import { currentBase, dispatch } from './dispatch.ts';
import { scalarPrimitive } from './scalar-primitive.ts';
import type { Value } from './value.ts';

const typeOf = (v: Value): TensorType => v.type as TensorType;

/** A constant of `type` with every element `value`. */
export function fill(type: TensorType, value: number): Value {
  const scalar = currentBase().constant(scalarLiteral(type.element, elementValue(type.element, value)));
  return type.rank === 0 ? scalar : broadcastScalar(scalar, type);
}

function broadcastScalar(x: Value, type: TensorType): Value {
  const primitive = primitiveNamed('stablehlo.broadcast_in_dim') ?? unreachable('broadcast_in_dim is not defined');
  return dispatch(primitive, [x], primitive.complete({ shape: type.shape as never, broadcastDimensions: [] }))[0];
}

const primitiveOf = (name: string): Primitive => primitiveNamed(name) ?? unreachable(`${name} is not defined`);

/**
 * Whether nothing but this value knows how large its open sizes will be: it is no value of the base builder, such as a symbolic tensor of Keras
 * outside of any trace. What has its shape must then be made from it.
 */
export const isOpenAlone = (v: Value): boolean => v.builder.level > currentBase().level && v.type.kind === 'tensor' && !v.type.isStatic;

/** A constant of the shape of `like` with every element `value`, made from `like`. */
export function fillLike(like: Value, element: ElementType, value: number): Value {
  const constantLike = primitiveOf('chlo.constant_like');
  const convert = primitiveOf('stablehlo.convert');
  const own = typeOf(like).element === element ? like : dispatch(convert, [like], convert.complete({ element: element as never }))[0];
  return dispatch(constantLike, [own], constantLike.complete({ value }))[0];
}

/** `x` broadcast against the shape of `like`, made from both. */
export function broadcastAgainst(x: Value, like: Value): Value {
  const select = primitiveOf('chlo.broadcast_select');
  const never = currentBase().constant(scalarLiteral(i1, false));
  return dispatch(select, [never, fillLike(like, typeOf(x).element, 0), x], select.complete({}))[0];
}

/** Applies `expression` with one operation for each node. Inputs have one shape, or are scalars that broadcast. */
export function expandPointwise(expression: Scalar, inputs: readonly Value[], result?: ElementType): Value {
  const types = new ScalarTypes(inputs.map((v) => typeOf(v).element));
  const whole = inputs.find((v) => typeOf(v).rank > 0);
  const shape = whole === undefined ? [] : typeOf(whole).shape;
  const open = inputs.find(isOpenAlone);
  const memo = new Map<Scalar, Value>();

  function build(s: Scalar, expected: ElementType): Value {
    const { node } = s;
    if (node.kind === 'constant') return open ? fillLike(open, expected, node.value) : fill(tensorType(expected, shape), node.value);
    let made = memo.get(s);
    if (made) return made;
    if (node.kind === 'input') {
      const input = inputs[node.index];
      if (typeOf(input).rank > 0 || shape.length === 0) made = input;
      else made = open ? broadcastAgainst(input, open) : broadcastScalar(input, tensorType(typeOf(input).element, shape));
    } else if (node.kind === 'index') {
      const iota = primitiveNamed('stablehlo.iota') ?? unreachable('iota is not defined');
      made = dispatch(iota, [], iota.complete({ iotaDimension: node.axis, shape: shape as never, element: node.type }))[0];
    } else {
      const argumentType = types.argumentType(s, expected);
      const args = node.args.map((a, i) => build(a, node.op === 'select' && i === 0 ? (types.natural(a) ?? argumentType) : argumentType));
      const { primitive, attributes } = scalarPrimitive(node.op, node.type);
      made = dispatch(primitive, args, attributes)[0];
    }
    memo.set(s, made);
    return made;
  }
  return build(expression, types.natural(expression) ?? result ?? typeOf(inputs[0]).element);
}
