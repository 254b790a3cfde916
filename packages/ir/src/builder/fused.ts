/** Applies a scalar expression as one fused operation on the inputs that it reads. */
import { type Scalar, scalarInput, substitute } from '../algebra/index.ts';
import { unreachable } from '../errors/index.ts';
import { primitiveNamed } from '../ops/registry.ts';
import type { Attributes } from '../primitive/attributes.ts';
import type { TensorType } from '../types/type.ts';
import { dispatch } from './dispatch.ts';
import type { Value } from './value.ts';

interface Prepared {
  readonly inputs: number;
  /** The inputs that the expression reads, and the expression over them alone. */
  readonly used: readonly number[];
  readonly pruned: Attributes;
  readonly whole: Attributes;
}
/** One object for each expression: eager caches compare attributes by identity first. */
const prepared = new WeakMap<Scalar, Prepared>();

const fusedPrimitive = (): NonNullable<ReturnType<typeof primitiveNamed>> => primitiveNamed('millrace.fused') ?? unreachable('fused is not defined');
const attributesOf = (expression: Scalar): Attributes => fusedPrimitive().complete({ expressions: [expression] as never });

function inputsRead(expression: Scalar, found: Set<number> = new Set(), seen: Set<Scalar> = new Set()): Set<number> {
  if (seen.has(expression)) return found;
  seen.add(expression);
  const { node } = expression;
  if (node.kind === 'input') found.add(node.index);
  if (node.kind === 'apply') for (const a of node.args) inputsRead(a, found, seen);
  return found;
}

function prepare(expression: Scalar, inputs: number): Prepared {
  const used = [...inputsRead(expression)].sort((a, b) => a - b);
  const places = Array.from({ length: inputs }, (_, i) => scalarInput(Math.max(used.indexOf(i), 0)));
  return { inputs, used, pruned: attributesOf(substitute(expression, places)), whole: attributesOf(expression) };
}

const rankOf = (v: Value): number => (v.type as TensorType).rank;

/** `expression` over `inputs`, which have one shape, or are scalars; what it does not read is not passed on, since a kernel would load it. */
export function applyFused(expression: Scalar, inputs: readonly Value[]): Value {
  let kernel = prepared.get(expression);
  if (kernel?.inputs !== inputs.length) prepared.set(expression, (kernel = prepare(expression, inputs.length)));
  const { used, pruned, whole } = kernel;
  if (used.length === inputs.length) return dispatch(fusedPrimitive(), inputs, whole)[0];
  const own = used.map((i) => inputs[i]);
  // The shape of the result comes from an input that is no scalar: one must stay.
  const keepsShape = own.some((v) => rankOf(v) > 0) || (own.length > 0 && inputs.every((v) => rankOf(v) === 0));
  return keepsShape ? dispatch(fusedPrimitive(), own, pruned)[0] : dispatch(fusedPrimitive(), inputs, whole)[0];
}
