/** A function of one example on a whole batch at once. Source: `tf.vectorized_map`. */
import { type BatchBuilder, checkOptions, OpError, vectorize } from '@millrace/ir';
import { toTensor } from '../tensor/convert.ts';
import { type Tensor, tensorHost } from '../tensor/tensor.ts';
import { asTensor } from './as-tensor.ts';
import { withBatch } from './batch-context.ts';
import { type Elements, elementsOf, type Slices } from './elements.ts';
import { mapFn } from './map.ts';
import { flatten, type Nested, packSequenceAs } from './nest.ts';

export interface VectorizedMapOptions {
  /** Whether a function with an operation that cannot be batched runs example by example instead of raising. Default false. */
  readonly fallbackToWhileLoop?: boolean;
}

/**
 * Applies `fn` to every slice along axis 0 of `elems`, as operations on whole batches.
 * @param fn     takes one example in the structure of `elems`; returns any structure of tensors
 * @param elems  tensors with equal first sizes
 * @returns the results of `fn`, stacked along axis 0
 * @throws ValueError when the first sizes differ; UnimplementedError naming an operation that cannot be batched
 */
export function vectorizedMap<E, R>(fn: (example: Slices<E>) => R, elems: E, options: VectorizedMapOptions = {}): R {
  const op = 'vectorizedMap';
  checkOptions(op, options, ['fallbackToWhileLoop']);
  const elements = elementsOf(op, elems);
  try {
    return runBatch(fn, elements);
  } catch (error) {
    if (options.fallbackToWhileLoop && error instanceof OpError && error.code === 'not-batchable') return mapFn(fn, elems);
    throw error;
  }
}

function runBatch<E, R>(fn: (example: Slices<E>) => R, { structure: input, tensors, size }: Elements): R {
  let structure: Nested<unknown> = null;
  const results = vectorize(
    (...examples) => {
      const builder = examples[0].builder as BatchBuilder;
      const open = { size, lift: (rows: Parameters<BatchBuilder['lift']>[0]) => builder.lift(rows) };
      const made = withBatch(open, () => fn(packSequenceAs(input, examples) as unknown as Slices<E>));
      structure = made as Nested<unknown>;
      return flatten<Tensor>(made as Nested<Tensor>).map((t) => toTensor('vectorizedMap', t));
    },
    tensors,
    tensors.map(() => true),
    size,
    tensorHost,
  );
  return packSequenceAs(structure, results.map(asTensor)) as unknown as R;
}
