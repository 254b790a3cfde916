/** Shapes as layers see them: sizes, null where open until data arrives. */
import type { Tensor } from '@millrace/core';
import { failure, showShape } from '@millrace/ir';
import { mapTree, type Tree } from './tree.ts';

/** Sizes; null where they are open. The first is the batch. */
export type Shape = readonly (number | null)[];
/** A shape for each tensor of a tree. */
export type ShapeTree = Shape | readonly ShapeTree[] | { readonly [key: string]: ShapeTree };

export const shapesOf = (tree: Tree<Tensor>): ShapeTree => mapTree(tree, (t) => t.shape as Shape) as ShapeTree;

/** Whether a shape tree is a single shape. */
export const isShape = (tree: ShapeTree): tree is Shape => Array.isArray(tree) && tree.every((v) => v === null || typeof v === 'number');

/** The single shapes of a tree, in the order of its tensors. */
export function flattenShapes(tree: ShapeTree): readonly Shape[] {
  if (isShape(tree)) return [tree];
  const children = Array.isArray(tree)
    ? (tree as readonly ShapeTree[])
    : Object.keys(tree)
        .sort()
        .map((k) => (tree as { readonly [key: string]: ShapeTree })[k]);
  return children.flatMap(flattenShapes);
}

/** Shapes with their first size open: weights do not depend on the batch. */
export const openBatch = (tree: ShapeTree): ShapeTree =>
  isShape(tree)
    ? tree.map((size, i) => (i === 0 ? null : size))
    : Array.isArray(tree)
      ? (tree as readonly ShapeTree[]).map(openBatch)
      : Object.fromEntries(Object.entries(tree).map(([k, v]) => [k, openBatch(v)]));

/** The shape of a layer's only input. Throws ValueError when it gets several. */
export function onlyShape(tree: ShapeTree, layer: string): Shape {
  if (isShape(tree)) return tree;
  const shapes = flattenShapes(tree);
  if (shapes.length === 1) return shapes[0];
  throw failure('value', { op: layer, message: `the layer takes one tensor; got ${shapes.length}` });
}

/** The index of an axis that may count from the end. Throws ValueError when the shape does not have it. */
export function resolveAxis(axis: number, shape: Shape, layer: string): number {
  const index = axis < 0 ? axis + shape.length : axis;
  if (index >= 0 && index < shape.length) return index;
  throw failure('value', {
    op: layer,
    message: `axis ${axis} is out of range for an input of shape ${showShape(shape)}`,
    valid: `${-shape.length} to ${shape.length - 1}`,
  });
}

/** Indices of axes, ascending. Throws ValueError when one is out of range or is named twice. */
export function resolveAxes(axes: readonly number[], shape: Shape, layer: string): readonly number[] {
  const indices = axes.map((axis) => resolveAxis(axis, shape, layer)).sort((a, b) => a - b);
  const repeated = indices.find((axis, i) => indices.indexOf(axis) !== i);
  if (repeated !== undefined) throw failure('value', { op: layer, message: `axis ${repeated} is given twice` });
  return indices;
}

/** A size that has to be known when weights are made. Throws ValueError when it is open. */
export function knownSize(shape: Shape, axis: number, layer: string): number {
  const size = shape[resolveAxis(axis, shape, layer)];
  if (size !== null) return size;
  throw failure('value', {
    op: layer,
    message: `the size of axis ${axis} must be known to make the weights; got ${showShape(shape)}`,
    hint: 'give the first layer an inputShape',
  });
}

/** The product of sizes; null when one is open. */
export const productOf = (sizes: Shape): number | null =>
  sizes.reduce<number | null>((product, size) => (product === null || size === null ? null : product * size), 1);
