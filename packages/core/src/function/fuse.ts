/** Runs a pointwise function of tensors as one kernel: what optimizers write their updates with. */
import {
  type Attributes,
  currentBase,
  dispatch,
  elementAt,
  isRecording,
  type Lowered,
  type Operation,
  type Program,
  type ProgramValue,
  primitives,
  type Scalar,
  ScalarTypes,
  scalarConstant,
  scalarInput,
  substitute,
  type TensorType,
  trace,
} from '@millrace/ir';
import { type TensorLike, toTensor } from '../tensor/convert.ts';
import { eager, type Tensor, tensorHost } from '../tensor/tensor.ts';
import { openBatches } from './batch-context.ts';

/** Beyond this an expression, written out as a tree, is too large for one kernel. */
const largestExpression = 20_000;

interface Compiled {
  readonly attributes: Attributes;
  /** Whether the function returns a tensor rather than a list. */
  readonly single: boolean;
}

/**
 * `body` as one kernel for each combination of operand types. Operands have one shape, or are scalars: a number that changes from call to
 * call (a learning rate, a step) is passed as a scalar, while one that `body` closes over is fixed when a combination is first met.
 * A body that is not pointwise runs operation by operation, as does any body that is recorded, traced or batched.
 *
 * @param name  for messages
 * @example
 * const step = fusePointwise('sgd', (w, g, rate) => tf.subtract(w, tf.multiply(rate, g)));
 * w.assign(step(w, gradient, 0.01));
 */
export function fusePointwise<R extends Tensor | readonly Tensor[]>(name: string, body: (...operands: Tensor[]) => R): (...operands: TensorLike[]) => R {
  const compiled = new Map<string, Compiled | null>();
  return (...given) => {
    const operands = given.map((x) => toTensor(name, x));
    const isPlain = currentBase() !== eager || isRecording() || openBatches().length > 0 || operands.some((x) => x.builder !== eager);
    if (isPlain) return body(...operands);
    const key = operands.map((x) => x.type.id).join();
    let kernel = compiled.get(key);
    if (kernel === undefined) compiled.set(key, (kernel = compile(body, operands)));
    if (kernel === null) return body(...operands);
    const results = dispatch(primitives.fused, operands, kernel.attributes) as Tensor[];
    return (kernel.single ? results[0] : results) as R;
  };
}

function compile(body: (...operands: Tensor[]) => Tensor | readonly Tensor[], operands: readonly Tensor[]): Compiled | null {
  let single = false;
  const { program, captures } = trace(
    operands.map((x) => x.type),
    (...args) => {
      const made = body(...(args as Tensor[]));
      single = !Array.isArray(made);
      return single ? [made as Tensor] : (made as readonly Tensor[]);
    },
    tensorHost,
  );
  const expressions = captures.length === 0 ? expressionsOf(program) : null;
  return expressions && { attributes: primitives.fused.complete({ expressions: expressions as never }), single };
}

/** One expression over the arguments for each result; null where an operation is not pointwise over them. */
function expressionsOf(program: Program): readonly Scalar[] | null {
  const scalars = new Map<ProgramValue, Scalar>(program.arguments.map((a, i) => [a, scalarInput(i)]));
  for (const operation of program.operations) {
    const made = scalarsOf(operation, scalars);
    if (!made || made.some((s) => s.key.length > largestExpression)) return null;
    operation.results.forEach((place, i) => scalars.set(place, made[i]));
  }
  const whole = program.arguments.map((a) => a.type as TensorType).find((t) => t.rank > 0);
  const types = new ScalarTypes(program.arguments.map((a) => (a.type as TensorType).element));
  const expressions = program.results.map((r) => scalars.get(r) as Scalar);
  const fits = program.results.every((r, i) => {
    const type = r.type as TensorType;
    return types.natural(expressions[i]) === type.element && type.rank === (whole?.rank ?? 0) && type.shape.every((d, k) => d === whole?.shape[k]);
  });
  return fits ? expressions : null;
}

/** The results of one operation as expressions over the arguments of the program. */
function scalarsOf(operation: Operation, scalars: ReadonlyMap<ProgramValue, Scalar>): readonly Scalar[] | null {
  const { primitive, operands, attributes } = operation;
  if (primitive.traits.constantLike) return constantScalar(operation);
  const types = operands.map((o) => o.type as TensorType);
  const lowered: Lowered = primitive.lower(
    types,
    attributes,
    operation.regions.map((r) => r.program),
  );
  const inputs = operands.map((o) => scalars.get(o) as Scalar);
  if (lowered.form === 'pointwise' && !lowered.maps) return lowered.results.map((e) => substitute(e, inputs));
  // A scalar repeated to a shape is the scalar.
  return lowered.form === 'move' && lowered.parts.length === 1 && types.length === 1 && types[0].rank === 0 ? inputs : null;
}

/** A scalar constant whose value is exact in double precision; other constants stay operations. */
function constantScalar({ attributes, results }: Operation): readonly Scalar[] | null {
  const { value } = attributes as { value?: Parameters<typeof elementAt>[0] };
  const { element } = results[0].type as TensorType;
  if (!value || value.type.rank > 0 || element.kind !== 'float') return null;
  return [scalarConstant(elementAt(value, 0) as number)];
}
