/** Einstein summation: contractions written with letters. */
import { type Dim, dispatch, failure, i32, methods, primitives, sameDim, showShape } from '@millrace/ir';
import type { TensorLike } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { reshapeTensor } from '../array/reshape.ts';
import { permute } from '../array/transpose.ts';
import { broadcastTensor, commonDtype, requireKind } from '../broadcast.ts';
import { coordinates } from '../creation/constants.ts';
import { numeric } from '../math/families.ts';
import { reduceWith } from '../reduction/family.ts';
import { type EinsumPlan, type Label, parseEquation } from './einsum-equation.ts';
import { dotAttributes } from './matmul.ts';

/** A tensor whose axes have labels, each at most once. */
interface Labeled {
  readonly tensor: Tensor;
  readonly labels: readonly Label[];
}

/**
 * The sum of products that an equation names: `einsum('bij,bjk->bik', a, b)` is a batched matrix product. Labels that the output lacks are
 * summed; a label repeated in one operand takes the diagonal; `...` stands for axes that broadcast. Without `->` the output has the labels
 * that appear once, in alphabetical order. More than two operands are contracted pair by pair, the smallest result first.
 *
 * - Throws: InvalidArgumentError for a label count that is not the rank, or sizes that differ; ValueError for an equation that cannot be read.
 *   TensorFlow: `tf.einsum`.
 */
export function einsum<D extends DTypeName>(equation: string, ...operands: readonly TensorLike<D>[]): Tensor<D> {
  if (operands.length === 0) throw failure('value', { op: 'einsum', message: 'there are no operands' });
  const tensors = commonDtype(
    'einsum',
    operands,
    operands.map((_, i) => `operand ${i}`),
  );
  for (const t of tensors) requireKind('einsum', t, numeric, 'an operand');
  const plan = parseEquation(
    equation,
    tensors.map((t) => t.rank),
  );
  const sizes = sizesOfLabels(plan, tensors);
  let terms = tensors.map((tensor, i) => diagonals({ tensor, labels: plan.inputs[i] }, sizes));
  while (terms.length > 1) {
    const [i, j] = cheapestPair(terms, plan.output, sizes);
    const rest = terms.filter((_, k) => k !== i && k !== j);
    const needed = new Set([...plan.output, ...rest.flatMap((t) => t.labels)]);
    terms = [...rest, contractPair(sumOut(terms[i], needed, terms[j]), sumOut(terms[j], needed, terms[i]), needed)];
  }
  return finish(terms[0], plan.output, sizes) as Tensor<D>;
}

/** The size of each label. Axes of an ellipsis broadcast, others must agree. */
function sizesOfLabels(plan: EinsumPlan, tensors: readonly Tensor[]): Map<Label, Dim> {
  const sizes = new Map<Label, Dim>();
  plan.inputs.forEach((labels, i) => {
    labels.forEach((label, axis) => {
      const size = tensors[i].type.shape[axis];
      const known = sizes.get(label);
      if (known === undefined || (known === 1 && plan.isBroadcast(label))) sizes.set(label, size);
      else if (!sameDim(known, size) && !(size === 1 && plan.isBroadcast(label)))
        throw failure('shape-mismatch', {
          op: 'einsum',
          message: `label ${plan.show(label)} has size ${known} and, in operand ${i} of shape ${showShape(tensors[i].type.shape)}, ${size}`,
        });
    });
  });
  return sizes;
}

/** Repeated labels become one by taking the diagonal; axes that broadcast get their full size. */
function diagonals({ tensor, labels }: Labeled, sizes: ReadonlyMap<Label, Dim>): Labeled {
  const repeated = labels.find((label, i) => labels.indexOf(label) !== i);
  if (repeated === undefined) {
    const shape = labels.map((label) => sizes.get(label) as Dim);
    return { tensor: broadcastTensor(tensor, shape), labels };
  }
  const [first, second] = [labels.indexOf(repeated), labels.lastIndexOf(repeated)];
  const { shape } = tensor.type;
  const onDiagonal = methods.compare(coordinates(shape, first, i32), coordinates(shape, second, i32), { comparisonDirection: 'EQ' });
  const zeros = methods.zeros(tensor.type);
  const kept = reduceWith(methods.select(onDiagonal, tensor, zeros) as Tensor, [second], 'add', 0);
  return diagonals({ tensor: kept, labels: labels.filter((_, i) => i !== second) }, sizes);
}

/** Sums over labels that neither the output nor another operand has. */
function sumOut({ tensor, labels }: Labeled, needed: ReadonlySet<Label>, partner?: Labeled): Labeled {
  const gone = labels.flatMap((label, axis) => (needed.has(label) || partner?.labels.includes(label) ? [] : [axis]));
  return { tensor: reduceWith(tensor, gone, 'add', 0), labels: labels.filter((_, axis) => !gone.includes(axis)) };
}

/** One dot_general: shared labels that are needed are batch axes, other shared ones are contracted. */
function contractPair(a: Labeled, b: Labeled, needed: ReadonlySet<Label>): Labeled {
  const shared = a.labels.filter((label) => b.labels.includes(label));
  const batch = shared.filter((label) => needed.has(label));
  const contracted = shared.filter((label) => !needed.has(label));
  const free = (x: Labeled): Label[] => x.labels.filter((label) => !shared.includes(label));
  const arrange = (x: Labeled): Tensor => {
    const order = [...batch, ...x.labels.filter((label) => !batch.includes(label))];
    return permute(
      x.tensor,
      order.map((label) => x.labels.indexOf(label)),
    );
  };
  const axesAfterBatch = (x: Labeled): number[] => {
    const order = [...batch, ...x.labels.filter((label) => !batch.includes(label))];
    return contracted.map((label) => order.indexOf(label));
  };
  const tensor = dispatch(primitives.dotGeneral, [arrange(a), arrange(b)], dotAttributes(batch.length, axesAfterBatch(a), axesAfterBatch(b)))[0] as Tensor;
  return { tensor, labels: [...batch, ...free(a), ...free(b)] };
}

/** The pair whose product has the fewest elements; unknown sizes count as large. */
function cheapestPair(terms: readonly Labeled[], output: readonly Label[], sizes: ReadonlyMap<Label, Dim>): [number, number] {
  let best: [number, number] = [0, 1];
  let bestSize = Number.POSITIVE_INFINITY;
  for (let i = 0; i < terms.length; i++) {
    for (let j = i + 1; j < terms.length; j++) {
      const others = new Set([...output, ...terms.filter((_, k) => k !== i && k !== j).flatMap((t) => t.labels)]);
      const kept = [...new Set([...terms[i].labels, ...terms[j].labels])].filter((label) => others.has(label));
      const size = kept.reduce((p, label) => p * (typeof sizes.get(label) === 'number' ? (sizes.get(label) as number) : 1e6), 1);
      if (size < bestSize) {
        best = [i, j];
        bestSize = size;
      }
    }
  }
  return best;
}

/** Sums what the output lacks and puts the axes in its order. */
function finish(term: Labeled, output: readonly Label[], sizes: ReadonlyMap<Label, Dim>): Tensor {
  const { tensor, labels } = sumOut(term, new Set(output));
  const ordered = permute(
    tensor,
    output.map((label) => labels.indexOf(label)),
  );
  return reshapeTensor(
    ordered,
    output.map((label) => sizes.get(label) as Dim),
  );
}
