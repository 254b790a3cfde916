/** What an operation brings to a fused loop. */
import {
  type Dim,
  type ElementType,
  elementAt,
  elementValue,
  isInteger,
  type Literal,
  type Operation,
  type ProgramValue,
  primitives,
  type Scalar,
  type Shape,
  scalarOpInfo,
  type TensorType,
} from '@millrace/ir';
import { emitScalars, type ScalarInputs, whereCodeExists } from '../../emit/js/scalar-code.ts';
import { canVectorize } from '../../emit/wasm/scalar-code.ts';
import { literalOfOperation, sameElementValue, typeOf } from '../rewrite/constants.ts';

/** Loops of one kind fuse: an operation without vector code would take the whole loop with it. */
export type LoopKind = 'vector' | 'plain';

export interface Member {
  readonly operation: Operation;
  /** One expression for each result, over the operands. */
  readonly expressions: readonly Scalar[];
  /** Of each expression its characters, and how often it reads an operand on average. */
  readonly written: readonly { readonly length: number; readonly reads: number }[];
  readonly shape: Shape;
  readonly kind: LoopKind;
}

export const sameSizes = (a: Shape, b: Shape): boolean => a === b || (a.length === b.length && a.every((d: Dim, i) => d === b[i]));

const isPlainTensor = (v: ProgramValue): boolean => v.type.kind === 'tensor' && v.type.element.kind !== 'quantized';

/** Whether an expression knows where its element lies. */
function readsCoordinates(s: Scalar): boolean {
  return s.node.kind === 'index' || (s.node.kind === 'apply' && s.node.args.some(readsCoordinates));
}

const sizes = new WeakMap<Scalar, number>();

function writtenSize(s: Scalar, operands: number): { readonly length: number; readonly reads: number } {
  let reads = sizes.get(s);
  if (reads === undefined) sizes.set(s, (reads = s.key.split('$').length - 1));
  return { length: s.key.length, reads: Math.max(1, Math.ceil(reads / operands)) };
}

const kinds = new Map<string, LoopKind | null>();

/** How a loop over these expressions can be written; null where no emitter has code for it. */
function loopKind(expressions: readonly Scalar[], operands: readonly ElementType[], results: readonly ElementType[]): LoopKind | null {
  const names = (types: readonly ElementType[]): string => types.map((e) => e.name).join();
  const key = `${names(operands)}>${names(results)}:${expressions.map((e) => e.key).join(';')}`;
  let found = kinds.get(key);
  if (found === undefined) {
    const vector = expressions.every((e, k) => canVectorize(e, operands, results[k]));
    const codes: ScalarInputs = { elements: operands, codes: operands.map((e, i) => Array.from({ length: e.lanes }, (_, part) => `x${i}_${part}`)) };
    found = vector ? 'vector' : whereCodeExists(() => emitScalars(expressions, results, codes, [])) ? 'plain' : null;
    kinds.set(key, found);
  }
  return found;
}

/** The operation as a member of a loop, or null where it is not pointwise on operands of one shape and scalars. */
export function memberOf(operation: Operation): Member | null {
  const { primitive, operands, results, attributes, regions } = operation;
  const { sideEffect, stochastic, expensive, constantLike } = primitive.traits;
  if (sideEffect || stochastic || expensive || constantLike || regions.length > 0 || operands.length === 0 || results.length === 0) return null;
  if (!operands.every(isPlainTensor) || !results.every(isPlainTensor)) return null;
  const { shape } = typeOf(results[0]);
  const fits = (v: ProgramValue): boolean => sameSizes(typeOf(v).shape, shape);
  if (!results.every(fits) || !operands.every((o) => typeOf(o).rank === 0 || fits(o))) return null;
  const types = operands.map(typeOf);
  const form = primitive.lower(types, attributes, []);
  if (form.form !== 'pointwise' || form.maps !== undefined || form.results.some(readsCoordinates)) return null;
  const elements = (all: readonly TensorType[]): ElementType[] => all.map((t) => t.element);
  const kind = loopKind(form.results, elements(types), elements(results.map(typeOf)));
  return kind && { operation, expressions: form.results, written: form.results.map((e) => writtenSize(e, operands.length)), shape, kind };
}

/** The number that stands for a constant in an expression; undefined where expressions cannot hold it exactly. */
export function writtenNumber(literal: Literal): number | undefined {
  const value = elementAt(literal, 0);
  const { element } = literal.type;
  const x = typeof value === 'object' ? value.re : Number(value);
  if (isInteger(element) && !Number.isSafeInteger(x)) return undefined;
  return sameElementValue(elementValue(element, x), value) ? x : undefined;
}

/** What a loop reads for an operand: a number of its code, a scalar that stands still, or an array. */
export type Source = { readonly constant: number; readonly element: ElementType } | { readonly value: ProgramValue };

/** The source of an operand, seen through the broadcast of a scalar. */
export function sourceOf(operand: ProgramValue, producer: (v: ProgramValue) => Operation | undefined): Source {
  const made = producer(operand);
  const repeated = made?.primitive === primitives.broadcastInDim && typeOf(made.operands[0]).rank === 0;
  const scalar = repeated ? made.operands[0] : operand;
  const literal = typeOf(scalar).rank === 0 ? literalOfOperation(producer(scalar)) : undefined;
  const constant = literal && writtenNumber(literal);
  return constant === undefined ? { value: scalar } : { constant, element: typeOf(scalar).element };
}

/** Whether a member may be computed in several loops: cheap, and no division or function that takes longer than a load. */
export function isCheap({ expressions }: Member, cost: number): boolean {
  let total = 0;
  const visit = (s: Scalar): boolean => {
    if (s.node.kind !== 'apply') return true;
    const own = scalarOpInfo(s.node.op).cost;
    total += own;
    return own <= 2 && s.node.args.every(visit);
  };
  return expressions.every(visit) && total <= cost;
}
