/** Trees of tensors: one tensor, or lists and records of trees. Records are visited in sorted order of their keys, as `tf.nest` does. */
import { convertToTensor, nest, Tensor, type TensorLike, Variable } from '@millrace/core';

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

/** Whether a value is one array by itself: a tensor, a variable or a typed array. */
export const isArrayLeaf = (value: unknown): boolean => value instanceof Tensor || ArrayBuffer.isView(value) || value instanceof Variable;

/** Whether a value is a list or record of arrays rather than one array; a nested array of numbers is one array. */
export function isTreeOfArrays(value: unknown): boolean {
  if (isArrayLeaf(value)) return false;
  if (Array.isArray(value)) return value.length > 0 && value.every((v) => isArrayLeaf(v) || isRecord(v) || (Array.isArray(v) && isTreeOfArrays(v)));
  return isRecord(value);
}

const isRecord = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype && !('re' in value);

/** Tensors of what users give: numbers and arrays become tensors, lists and records of arrays stay lists and records. */
export function toTensors(value: Tree<TensorLike>): TensorTree {
  if (value instanceof Tensor) return value;
  if (!isTreeOfArrays(value)) return convertToTensor(value as TensorLike);
  if (Array.isArray(value)) return (value as readonly Tree<TensorLike>[]).map(toTensors);
  return Object.fromEntries(Object.entries(value as { readonly [key: string]: Tree<TensorLike> }).map(([k, v]) => [k, toTensors(v)]));
}
