/** The methods that rules build with, made from the table of primitives. */
import type { Scalar } from '../algebra/scalar.ts';
import { unreachable } from '../errors/index.ts';
import { allPrimitives } from '../ops/registry.ts';
import type { Attributes } from '../primitive/attributes.ts';
import { arityOf } from '../primitive/constraints.ts';
import type { Primitive } from '../primitive/primitive.ts';
import { isComplex } from '../types/element.ts';
import { elementValue, scalarLiteral } from '../types/literal.ts';
import type { TensorType } from '../types/type.ts';
import { combinerRegion } from './combiners.ts';
import { currentBase, dispatch, emit, isRecording } from './dispatch.ts';
import { applyFused } from './fused.ts';
import { callRegion } from './interpret.ts';
import type { BuilderHelpers, Methods } from './methods.ts';
import { expandPointwise, fill } from './pointwise.ts';
import { regionTransforms } from './region-transforms.ts';
import { scalarDerivative } from './scalar-derivative.ts';
import { trace } from './trace.ts';
import type { Region, Value } from './value.ts';

const typeOf = (v: Value): TensorType => v.type as TensorType;

/** A Builder method: operands in order (a list for a variadic one), then one object with attributes and regions. Runs at every eager call. */
function methodOf(primitive: Primitive): (...args: unknown[]) => Value | readonly Value[] {
  const { operandNames, operands: specs, regions: regionSpecs } = primitive;
  const isVariadic = operandNames.map((name) => arityOf(specs[name]) === 'variadic');
  const regionKeys = Object.keys(regionSpecs);
  const count = operandNames.length;
  const returnsOne = primitive.results === 'one';

  function general(args: readonly unknown[]): Value | readonly Value[] {
    const operands: Value[] = [];
    for (let i = 0; i < count; i++) {
      if (isVariadic[i]) operands.push(...(args[i] as readonly Value[]));
      else if (args[i] !== undefined) operands.push(args[i] as Value);
    }
    const options = (args[count] ?? {}) as Record<string, unknown>;
    const attributes: Record<string, unknown> = {};
    for (const key of Object.keys(options)) if (!(key in regionSpecs)) attributes[key] = options[key];
    const regions: Region[] = [];
    for (const key of regionKeys) {
      const given = options[key] as Region | readonly Region[];
      if (Array.isArray(given)) regions.push(...(given as readonly Region[]));
      else regions.push(given as Region);
    }
    const results = emit(primitive, operands, attributes as Attributes, regions);
    return returnsOne ? results[0] : results;
  }

  const isPlain = returnsOne && regionKeys.length === 0 && Object.keys(primitive.attributes).length === 0 && !isVariadic.includes(true);
  if (!isPlain) return (...args) => general(args);
  // Operands alone: the arguments are the operands.
  return (...args) => (args.length === count && !args.includes(undefined) ? dispatch(primitive, args as Value[])[0] : general(args));
}

const helpers: BuilderHelpers = {
  constant: (literal) => currentBase().constant(literal),
  full: fill,
  zeros: (type) => fill(type, 0),
  ones: (type) => fill(type, 1),
  scalar: (element, value) => currentBase().constant(scalarLiteral(element, elementValue(element, value))),
  pointwise: emitPointwise,
  scalarDerivative,
  reshapeTo: (x, shape) => (typeOf(x).shape.length === shape.length && typeOf(x).shape.every((d, i) => d === shape[i]) ? x : methods.reshape(x, { shape })),
  sum(x, axes) {
    if (axes.length === 0) return x;
    const { element } = typeOf(x);
    const body = combinerRegion('add', element);
    return methods.reduce([x], [helpers.scalar(element, 0)], { dimensions: [...axes], body })[0];
  },
  moveAxis(x, from, to) {
    if (from === to) return x;
    const permutation = typeOf(x)
      .shape.map((_, i) => i)
      .filter((i) => i !== from);
    permutation.splice(to, 0, from);
    return methods.transpose(x, { permutation });
  },
  broadcast: (x, shape, axes) => methods.broadcastInDim(x, { shape, broadcastDimensions: axes }),
  combiner: combinerRegion,
  conjugate(x) {
    if (!isComplex(typeOf(x).element)) return x;
    return methods.complex(methods.real(x), methods.negate(methods.imag(x)));
  },
  add2: (x, y) => (x === null ? y : y === null ? x : methods.add(x, y)),
  call: callRegion,
  trace: (types, body) => trace(types, body),
  ...regionTransforms,
};

/** Whether the base executes fused pointwise operations, and every input is its own. */
function fuses(inputs: readonly Value[]): boolean {
  const base = currentBase();
  return base.level === 0 && !isRecording() && inputs.every((v) => v.builder === base);
}

function emitPointwise(expression: Scalar, inputs: readonly Value[]): Value {
  return fuses(inputs) ? applyFused(expression, inputs) : expandPointwise(expression, inputs);
}

function buildTable(): Methods {
  const table: Record<string, unknown> = { ...helpers };
  for (const primitive of allPrimitives()) {
    if (primitive.method in table) unreachable(`method name ${primitive.method} of ${primitive.name} is taken`);
    table[primitive.method] = methodOf(primitive);
  }
  return table as unknown as Methods;
}

export const methods: Methods = buildTable();
