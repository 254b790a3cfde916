import type { ScanForm } from '../../algebra/index.ts';
import type { EvalValue } from '../../evaluate/context.ts';
import { absentOr, anyTensor, attr, definePrimitive, type Primitive, type RegionCall, variadic, withDefault } from '../../primitive/index.ts';
import { allocate } from '../../types/element.ts';
import type { Literal } from '../../types/literal.ts';
import { showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';
import { scanBatch } from './scan-batch.ts';
import { scanCotangents, scanTangents } from './scan-derivatives.ts';

/** Row `index` of a literal, and a literal of rows. */
function rowOf(x: Literal, index: number): Literal {
  const type = tensorType(x.type.element, staticShape(x.type).slice(1));
  const slots = type.size * type.element.lanes;
  return { type, data: x.data.slice(index * slots, (index + 1) * slots) };
}
function stack(type: TensorType, rows: readonly Literal[]): Literal {
  const data = allocate(type.element, type.size);
  const slots = rows.length === 0 ? 0 : rows[0].data.length;
  rows.forEach((row, i) => {
    (data as Float64Array).set(row.data as Float64Array, i * slots);
  });
  return { type, data };
}

function evaluateScan(
  carry: readonly Literal[],
  slices: readonly Literal[],
  length: number,
  reverse: boolean,
  body: RegionCall,
  types: readonly TensorType[],
): EvalValue[] {
  let state: EvalValue[] = [...carry];
  const rows: Literal[][] = types.slice(carry.length).map(() => new Array<Literal>(length));
  for (let step = 0; step < length; step++) {
    const at = reverse ? length - 1 - step : step;
    const results = body(...state, ...slices.map((x) => rowOf(x, at)));
    state = results.slice(0, carry.length);
    results.slice(carry.length).forEach((y, k) => {
      rows[k][at] = y as Literal;
    });
  }
  return [...state, ...rows.map((r, k) => stack(types[carry.length + k], r))];
}

/**
 * A loop of known length. The first `carryCount` operands are carried from step to step, the others are cut along axis 0, one slice a step;
 * `body(carry..., slices...)` returns the next carry and the step's outputs, which are stacked. With `reverse` the last slice comes first;
 * outputs stay beside the slices that they were made from. `length` is needed where there are no slices. Model: JAX's lax.scan.
 */
export const scan: Primitive = definePrimitive({
  name: 'millrace.scan',
  operands: { inputs: variadic(anyTensor) },
  attributes: { carryCount: attr.int(), length: absentOr(attr.int()), reverse: withDefault(attr.boolean(), false) },
  regions: { body: 'one' },
  results: 'variadic',
  constraints: {
    c1: ({ inputs, carryCount }) =>
      (carryCount >= 0 && carryCount <= inputs.length) || `carryCount ${carryCount} must be at least 0 and at most ${inputs.length}`,
    c2: ({ inputs, carryCount }) => inputs.slice(carryCount).every((x) => x.rank > 0) || 'operands that are cut into slices must have an axis',
    c3: ({ inputs, carryCount, length }) => {
      const slices = inputs.slice(carryCount);
      if (slices.length === 0) return (length !== undefined && length >= 0) || 'length must be given where there are no slices';
      const first = length ?? slices[0].shape[0];
      return (
        slices.every((x) => x.shape[0] === first) ||
        `slices must have one length along axis 0; got ${slices.map((x) => showShape(x.shape)).join(', ')}${length === undefined ? '' : `, length ${length}`}`
      );
    },
    c4: ({ inputs, carryCount, body }) => {
      const wanted = inputs.map((x, i) => (i < carryCount ? x.type : tensorType(x.element, x.shape.slice(1))));
      const own = wanted.length === 0 ? [] : body.arguments.slice(-wanted.length).map((a) => a.type);
      return (own.length === wanted.length && own.every((t, i) => t === wanted[i])) || `body must take (${wanted.join(', ')}); it takes (${own.join(', ')})`;
    },
    c5: ({ inputs, carryCount, body }) =>
      (body.results.length >= carryCount && inputs.slice(0, carryCount).every((x, i) => body.results[i].type === x.type)) ||
      `body must return the next carry (${inputs
        .slice(0, carryCount)
        .map((x) => x.type)
        .join(', ')}) first; it returns (${body.results.map((r) => r.type).join(', ')})`,
  },
  infer: ({ inputs, carryCount, length, body }) => {
    const steps = length ?? inputs[carryCount].shape[0];
    return body.results.map((r, i) => {
      const type = r.type as TensorType;
      return i < carryCount ? type : tensorType(type.element, [steps, ...type.shape]);
    });
  },
  evaluate: ({ inputs, carryCount, length, reverse, body }, { resultTypes }) => {
    const steps = length ?? staticShape(inputs[carryCount].type)[0];
    return evaluateScan(inputs.slice(0, carryCount), inputs.slice(carryCount), steps, reverse, body, resultTypes as TensorType[]);
  },
  derivative: {
    jvp: ({ inputs, tangents, ...args }, b) => scanTangents({ inputs, ...args }, tangents.inputs, b),
    vjp: ({ cts, neededCaptures, ...args }, b) => scanCotangents(args, cts, neededCaptures, b),
  },
  batch: (args, b) => scanBatch(args, b),
  lower: (): ScanForm => ({ form: 'scan' }),
});
