/** The family of pointwise operations whose operands broadcast: each is another primitive after its operands were brought to one shape. */
import { axisIndex, constantIndex, type IndexMap, type PointwiseForm } from '../../algebra/index.ts';
import { emit } from '../../builder/dispatch.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { unreachable } from '../../errors/index.ts';
import { buildByIndex, flatIndex } from '../../evaluate/index-space.ts';
import { type Arg, type Attributes, absentOr, attr, type Batched, constraintOf, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { broadcastShape } from '../../types/broadcast.ts';
import type { Dim } from '../../types/dim.ts';
import { elementAt, type Literal } from '../../types/literal.ts';
import { type Shape, showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';
import { isAxes, isSorted, isUnique, shiftAxes, tensorTypeOf } from '../values.ts';
import { alignedShape, broadcastAxes } from './broadcast-shape.ts';

/** The arguments of a rule, by name. */
type Args = Readonly<Record<string, unknown>>;
type Axes = readonly number[] | undefined;

const dimensionsOf = (args: Args): Axes => args.broadcastDimensions as Axes;

/** The result's shape, or null where the operands do not broadcast. */
function resultShape(shapes: readonly Shape[], dimensions: Axes): Shape | null {
  const rank = Math.max(...shapes.map((s) => s.length));
  return shapes.map((s) => alignedShape(s, rank, dimensions)).reduce<Shape | null>((a, b) => a && broadcastShape(a, b), []);
}

/** What is wrong with `broadcastDimensions`: one ascending axis of the larger operand for each axis of the smaller. */
function checkDimensions(operands: readonly Arg[], dimensions: Axes): true | string {
  if (!dimensions) return true;
  const [low, high] = [Math.min(...operands.map((o) => o.rank)), Math.max(...operands.map((o) => o.rank))];
  const valid = dimensions.length === low && isAxes(dimensions, high) && isUnique(dimensions) && isSorted(dimensions);
  return valid || `broadcastDimensions must be ${low} ascending axes below ${high}; got ${showShape(dimensions)}`;
}

function broadcastLiteral(x: Literal, shape: Shape, dimensions: Axes): Literal {
  const from = staticShape(x.type);
  const axes = broadcastAxes(from.length, shape.length, dimensions);
  return buildByIndex(tensorType(x.type.element, shape), (index) => {
    const source = axes.map((axis, i) => (from[i] === 1 ? 0 : index[axis]));
    return elementAt(x, flatIndex(source, from));
  });
}

function broadcastValue(x: Value, shape: Shape, dimensions: Axes, b: Methods): Value {
  return b.broadcast(x, shape, broadcastAxes(tensorTypeOf(x).rank, shape.length, dimensions));
}

/** Where a broadcast operand reads for a point of the result. */
function indexMap(operand: Arg, shape: Shape, dimensions: Axes): IndexMap {
  const axes = broadcastAxes(operand.rank, shape.length, dimensions);
  return operand.shape.map((size, i) => (size === 1 && shape[axes[i]] !== 1 ? constantIndex(0) : axisIndex(axes[i])));
}

function batchBroadcast(base: Primitive, operands: readonly Batched[], attributes: Attributes, dimensions: Axes, size: Dim, b: Methods): Value {
  const shapes = operands.map((o) => o.type.shape);
  const shape = resultShape(shapes, dimensions) ?? unreachable('inference checked that the shapes broadcast');
  const whole = operands.map(({ value, batched, type }) => {
    const axes = shiftAxes([...broadcastAxes(type.rank, shape.length, dimensions)]);
    return b.broadcast(value, [size, ...shape], batched ? [0, ...axes] : axes);
  });
  return emit(base, whole, attributes)[0];
}

/** Cotangents of the operands: those of the operation on broadcast operands, through the broadcasts. */
function cotangents(
  base: Primitive,
  operands: readonly Value[],
  attributes: Attributes,
  dimensions: Axes,
  { results, cts }: { readonly results: readonly Value[]; readonly cts: readonly (Value | null)[] },
  b: Methods,
): readonly (Value | null)[] {
  const { shape } = tensorTypeOf(results[0]);
  const region = b.trace(
    operands.map((o) => o.type),
    (...xs) => {
      const whole = xs.map((x) => broadcastValue(x, shape, dimensions, b));
      return emit(base, whole, attributes);
    },
  );
  return b.pullbackRegion(region, operands, cts).args;
}

/** `chlo.broadcast_x` for the primitive x. With `dimensions`, an attribute may say which axes the operand of lower rank has. */
export function broadcasting(base: Primitive, { dimensions: takesDimensions }: { readonly dimensions: boolean }): Primitive {
  const names = base.operandNames;
  const operandsOf = <T>(args: Args): T[] => names.map((n) => args[n] as T);
  const attributesOf = (args: Args): Attributes => Object.fromEntries(Object.keys(base.attributes).map((k) => [k, args[k]])) as Attributes;
  const shapeOf = (args: Args): Shape | null =>
    resultShape(
      operandsOf<Arg>(args).map((o) => o.shape),
      dimensionsOf(args),
    );
  const wholeTypes = (operands: readonly (Arg | TensorType)[], shape: Shape): TensorType[] => operands.map((o) => tensorType(o.element, shape));

  return definePrimitive({
    name: `chlo.broadcast_${base.shortName}`,
    assembly: 'operands attrs type(functional)',
    operands: Object.fromEntries(names.map((n) => [n, constraintOf(base.operands[n])])),
    attributes: { ...(takesDimensions ? { broadcastDimensions: absentOr(attr.ints()) } : {}), ...base.attributes },
    constraints: {
      ...(takesDimensions ? { i1: (args: Args) => checkDimensions(operandsOf<Arg>(args), dimensionsOf(args)) } : {}),
      i2: (args) =>
        shapeOf(args) !== null ||
        `shapes ${operandsOf<Arg>(args)
          .map((o) => showShape(o.shape))
          .join(' and ')} do not broadcast`,
    },
    infer: (args) => {
      const shape = shapeOf(args) ?? unreachable('a constraint checks that the shapes broadcast');
      return base.infer(wholeTypes(operandsOf<Arg>(args), shape), attributesOf(args), []);
    },
    evaluate: (args, context) => {
      const { shape } = context.resultTypes[0] as TensorType;
      const whole = operandsOf<Literal>(args).map((x) => broadcastLiteral(x, shape, dimensionsOf(args)));
      return base.evaluate(whole, attributesOf(args), [], context);
    },
    derivative:
      base.derivative === 'zero'
        ? 'zero'
        : {
            vjp: (args, b) => {
              const back = cotangents(base, operandsOf<Value>(args), attributesOf(args), dimensionsOf(args), args, b);
              return Object.fromEntries(names.map((n, i) => [n, back[i]]));
            },
          },
    batch: (args, b) => batchBroadcast(base, operandsOf<Batched>(args), attributesOf(args), dimensionsOf(args), args.size, b),
    lower: (args) => {
      const operands = operandsOf<Arg>(args);
      const shape = shapeOf(args) ?? unreachable('a constraint checks that the shapes broadcast');
      const form = base.lower(wholeTypes(operands, shape), attributesOf(args), []) as PointwiseForm;
      return { ...form, maps: operands.map((o) => indexMap(o, shape, dimensionsOf(args))) };
    },
    traits: base.traits,
  });
}
