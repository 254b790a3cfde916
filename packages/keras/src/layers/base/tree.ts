/** Trees of tensors: one tensor, or lists and records of trees. Records are visited in sorted order of their keys, as `tf.nest` does. */
import { nest, Tensor } from '@millrace/core';

/** A leaf, or lists and records of trees. */
export type Tree<T> = T | readonly Tree<T>[] | { readonly [key: string]: Tree<T> };
export type TensorTree = Tree<Tensor>;

/** The leaves. */
export const leavesOf = <T>(tree: Tree<T>): T[] => nest.flatten(tree as never) as T[];

/** A tree of the same form with `change` applied to each leaf. */
export function mapTree<T, R>(tree: Tree<T>, change: (leaf: T) => R): Tree<R> {
  if (tree instanceof Tensor) return change(tree as T);
  return nest.mapStructure(change as (...leaves: never[]) => R, tree as never) as Tree<R>;
}

/** A tree of the form of `tree` with these leaves. */
export const packTree = <R>(tree: Tree<unknown>, leaves: readonly R[]): Tree<R> => nest.packSequenceAs(tree as never, leaves) as Tree<R>;

/** Whether a value is one tensor rather than a tree of several. */
export const isTensor = (value: unknown): value is Tensor => value instanceof Tensor;
