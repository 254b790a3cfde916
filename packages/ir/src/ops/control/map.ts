import { opaque } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Region, Value } from '../../builder/value.ts';
import { anyTensor, attr, definePrimitive, type Primitive, variadic } from '../../primitive/index.ts';
import { productDims } from '../../types/dim.ts';
import { buildLiteral, elementAt, type Literal, scalarLiteral } from '../../types/literal.ts';
import { sameShape, showShape, type TensorType, tensorType } from '../../types/type.ts';
import { usesBatch } from '../regions.ts';
import { axesOf, batchOf, tensorTypeOf } from '../values.ts';

/** The computation on whole tensors: its operations, batched over all elements. */
function wholeComputation(inputs: readonly Value[], computation: Region, b: Methods): Value {
  const { shape } = tensorTypeOf(inputs[0]);
  const size = productDims(shape);
  const region = b.batchRegion(
    computation,
    inputs.map(() => true),
    size,
    [true],
  ).region;
  const [flat] = b.call(
    region,
    inputs.map((x) => b.reshape(x, { shape: [size] })),
  );
  return b.reshape(flat, { shape });
}

/** The same as a region, which uses what the computation uses from outside. */
const wholeRegion = (inputs: readonly Value[], computation: Region, b: Methods): Region =>
  b.trace(
    inputs.map((x) => x.type),
    (...xs) => [wholeComputation(xs, computation, b)],
  );

/** Applies a function of scalars to corresponding elements. Source: StableHLO specification, map. */
export const map: Primitive = definePrimitive({
  name: 'stablehlo.map',
  operands: { inputs: variadic(anyTensor) },
  attributes: { dimensions: attr.ints() },
  regions: { computation: 'one' },
  constraints: {
    c2: ({ inputs }) => inputs.length > 0 || 'at least one input is needed',
    c1: ({ inputs }) =>
      inputs.every((x) => sameShape(x.shape, inputs[0].shape)) || `inputs must have one shape; got ${inputs.map((x) => showShape(x.shape)).join(', ')}`,
    c3: ({ inputs, dimensions }) =>
      (dimensions.length === inputs[0].rank && dimensions.every((d, i) => d === i)) ||
      `dimensions must be ${showShape(axesOf(inputs[0].rank))}; got ${showShape(dimensions)}`,
    c4: ({ inputs, computation }) => {
      const wanted = inputs.map((x) => tensorType(x.element, []));
      const own = computation.arguments.slice(-inputs.length).map((a) => a.type);
      const [result] = computation.results;
      const returnsScalar = computation.results.length === 1 && (result.type as TensorType).rank === 0;
      return (
        (own.length === wanted.length && own.every((t, i) => t === wanted[i]) && returnsScalar) ||
        `computation must take (${wanted.join(', ')}) and return one scalar`
      );
    },
  },
  infer: ({ inputs, computation }) => tensorType((computation.results[0].type as TensorType).element, inputs[0].shape),
  evaluate: ({ inputs, computation }, { resultTypes }) =>
    buildLiteral(resultTypes[0] as TensorType, (i) => {
      const elements = inputs.map((x) => scalarLiteral(x.type.element, elementAt(x, i)));
      return elementAt(computation(...elements)[0] as Literal, 0);
    }),
  derivative: {
    jvp: ({ inputs, computation, tangents }, b) => {
      const traced = wholeRegion(inputs, computation, b);
      const captureTangents = traced.captures.map((c) => computation.captureTangents?.[computation.captures.indexOf(c)] ?? null);
      const active = tangents.inputs.map((t) => t !== null);
      const { region, active: moves } = b.jvpRegion({ ...traced, captureTangents }, active);
      const results = b.call(region, [...inputs, ...tangents.inputs.filter((t) => t !== null)]);
      return [moves[0] ? results[1] : null];
    },
    vjp: ({ inputs, computation, cts }, b) => {
      const traced = wholeRegion(inputs, computation, b);
      const back = b.pullbackRegion(traced, inputs, cts);
      return { inputs: back.args, captures: computation.captures.map((c) => back.captures[traced.captures.indexOf(c)] ?? null) };
    },
  },
  batch: ({ inputs, computation, size }, b) => {
    if (usesBatch(computation)) return 'loop';
    return b.map(
      inputs.map((x) => batchOf(x, size, b)),
      { dimensions: axesOf(inputs[0].type.rank + 1), computation },
    );
  },
  lower: () => opaque('map'),
  body: ({ inputs, computation }, b) => wholeComputation(inputs, computation, b),
});
