/**
 * Arguments of traced functions. Two calls share a trace when their arguments have one signature: tensors count by type, variables and objects by
 * identity, numbers, strings and booleans by value, arrays, plain objects and Maps by what they hold (spec/core.md, section 16, "trace key").
 */
import { failure, showShape, type TensorType } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { describe } from '../../tensor/describe.ts';
import { dtypeOf } from '../../tensor/dtypes.ts';
import { Tensor } from '../../tensor/tensor.ts';
import { isTensorSource } from '../../tensor/tensor-source.ts';
import { assertSameStructure, flatten, type Nested, packSequenceAs } from '../nest.ts';
import { Variable } from '../variable.ts';
import { TensorSpec, typeOfSpec } from './tensor-spec.ts';

/** How tensors enter a signature: by their type, by dtype and rank, or only as something that is a tensor. */
export type Detail = 'type' | 'rank' | 'place';

let nextId = 0;
const ids = new WeakMap<object, number>();
const symbols = new Map<symbol, number>();

function identity(x: object | symbol): number {
  const known = typeof x === 'symbol' ? symbols.get(x) : ids.get(x);
  if (known !== undefined) return known;
  nextId++;
  if (typeof x === 'symbol') symbols.set(x, nextId);
  else ids.set(x, nextId);
  return nextId;
}

const isPlain = (x: object): x is Readonly<Record<string, unknown>> => {
  const prototype: unknown = Object.getPrototypeOf(x);
  return prototype === Object.prototype || prototype === null;
};

/** Whether a leaf enters the program as a tensor. */
export const isTensorLeaf = (x: unknown): boolean =>
  x instanceof Tensor || x instanceof TensorSpec || (isTensorSource(x) && !(x instanceof Variable)) || (ArrayBuffer.isView(x) && !(x instanceof DataView));

function tensorPart(x: unknown, detail: Detail): string {
  if (detail === 'place') return 'T';
  const { type } = x instanceof TensorSpec ? { type: typeOfSpec(x, 'arg') } : toTensor('function', x as TensorLike);
  return detail === 'type' ? `T${type.id}` : `${type.element.name}:${type.rank}`;
}

/** The signature of one argument. */
export function signatureOf(x: unknown, detail: Detail): string {
  if (typeof x === 'object' && x !== null) {
    if (isTensorLeaf(x)) return tensorPart(x, detail);
    if (x instanceof Variable) return `V${x.id}`;
    if (Array.isArray(x)) return `[${x.map((v) => signatureOf(v, detail)).join()}]`;
    if (x instanceof Map) {
      const keys = [...(x.keys() as Iterable<string>)].sort();
      return `M{${keys.map((k) => `${JSON.stringify(k)}:${signatureOf(x.get(k), detail)}`).join()}}`;
    }
    if (!isPlain(x)) return `O${identity(x)}`;
    const keys = Object.keys(x).sort();
    return `{${keys.map((k) => `${JSON.stringify(k)}:${signatureOf(x[k], detail)}`).join()}}`;
  }
  if (typeof x === 'string') return JSON.stringify(x);
  if (typeof x === 'function' || typeof x === 'symbol') return `O${identity(x)}`;
  if (typeof x === 'bigint') return `${x}n`;
  return Object.is(x, -0) ? '-0' : String(x);
}

/** The tensors in arguments, in the order of `nest.flatten`. */
export const tensorsOf = (args: readonly unknown[]): Tensor[] =>
  flatten<unknown>(args as Nested<unknown>)
    .filter(isTensorLeaf)
    .map((x) => toTensor('function', x as TensorLike));

/** Arguments with other tensors in the places of theirs. */
export function withTensors(args: readonly unknown[], tensors: readonly Tensor[]): unknown[] {
  let next = 0;
  const leaves = flatten<unknown>(args as Nested<unknown>).map((x) => (isTensorLeaf(x) ? tensors[next++] : x));
  return packSequenceAs(args as Nested<unknown>, leaves) as unknown[];
}

/** A type for messages: `float32 [3, 4]`. */
export const showTensorType = (type: TensorType): string => `${dtypeOf(type.element)} ${showShape(type.shape)}`;

/** An argument for messages: tensors by dtype and shape, structures by their leaves. */
export function showArgument(x: unknown): string {
  if (x instanceof TensorSpec) return `a tensor ${x.dtype} ${showShape(x.shape)}`;
  if (x instanceof Variable) return `variable '${x.name}'`;
  if (isTensorLeaf(x)) return `a tensor ${showTensorType(toTensor('function', x as TensorLike).type)}`;
  if (Array.isArray(x)) return `[${x.map(showArgument).join(', ')}]`;
  if (typeof x === 'object' && x !== null && isPlain(x))
    return `{ ${Object.keys(x)
      .map((k) => `${k}: ${showArgument(x[k])}`)
      .join(', ')} }`;
  return describe(x);
}

/** The arguments as a signature asks for them: converted to tensors, and checked. Throws TypeError or ValueError naming the argument. */
export function conform(op: string, args: readonly unknown[], signature: readonly unknown[]): unknown[] {
  if (args.length !== signature.length)
    throw failure('wrong-kind', { op, message: `got ${args.length} arguments; inputSignature has ${signature.length}`, valid: showArgument(signature) });
  return signature.map((wanted, i) => {
    const specs = flatten<TensorSpec>(wanted as Nested<TensorSpec>);
    // One spec takes a nested array as a tensor; a structure of specs takes one value each.
    const given = wanted instanceof TensorSpec ? [args[i]] : flatten<unknown>(args[i] as Nested<unknown>);
    if (given.length !== specs.length) throw failure('wrong-kind', { op, message: `argument ${i} is ${showArgument(args[i])}`, valid: showArgument(wanted) });
    if (!(wanted instanceof TensorSpec)) assertSameStructure(wanted as Nested<unknown>, args[i] as Nested<unknown>);
    const tensors = specs.map((spec, k) => {
      const x = toTensor(`${op}, argument ${i}`, given[k] as TensorLike, spec.dtype.element);
      if (spec.isCompatibleWith(x)) return x;
      const code = x.dtype === spec.dtype ? 'value' : 'wrong-kind';
      const place = specs.length > 1 ? `argument ${i}, leaf ${k}` : `argument ${i}`;
      throw failure(code, { op, message: `${place} is ${showArgument(x)}`, valid: showArgument(spec) });
    });
    return packSequenceAs(wanted as Nested<unknown>, tensors);
  });
}
