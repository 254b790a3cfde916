/** Types of values: tensors, tokens and tuples, interned so that equality is identity. Source: StableHLO specification, "Types". */
import type { Dim } from './dim.ts';
import { boundOf, isStatic, productDims, sameDim } from './dim.ts';
import type { ElementType } from './element.ts';

export type Shape = readonly Dim[];

let nextId = 0;

/** `tensor<2x?xf32>`. Made by `tensorType`; two equal types are one object. */
export class TensorType {
  readonly kind = 'tensor' as const;
  readonly element: ElementType;
  readonly shape: Shape;
  readonly rank: number;
  /** Whether every size is a plain integer. */
  readonly isStatic: boolean;
  /** Number of elements; NaN where a size is symbolic. */
  readonly size: number;
  /** Small and unique: a key for caches. */
  readonly id: number = nextId++;
  constructor(element: ElementType, shape: Shape) {
    this.element = element;
    this.shape = Object.freeze([...shape]);
    this.rank = shape.length;
    this.isStatic = shape.every(isStatic);
    this.size = this.isStatic ? (productDims(shape) as number) : Number.NaN;
  }
  toString(): string {
    return showType(this);
  }
}

/** `!stablehlo.token`: orders side effects. */
export class TokenType {
  readonly kind = 'token' as const;
  readonly id: number = nextId++;
  toString(): string {
    return showType(this);
  }
}

export class TupleType {
  readonly kind = 'tuple' as const;
  readonly elements: readonly Type[];
  readonly id: number = nextId++;
  constructor(elements: readonly Type[]) {
    this.elements = Object.freeze([...elements]);
  }
  toString(): string {
    return showType(this);
  }
}

/** `!stablehlo.future<...>`: what an asynchronous operation has started to compute. */
export class FutureType {
  readonly kind = 'future' as const;
  readonly elements: readonly Type[];
  readonly id: number = nextId++;
  constructor(elements: readonly Type[]) {
    this.elements = Object.freeze([...elements]);
  }
  toString(): string {
    return showType(this);
  }
}

export type Type = TensorType | TokenType | TupleType | FutureType;

/** For each element type a tree keyed by the sizes, so that a lookup makes no string. */
interface Node {
  type?: TensorType;
  readonly children: Map<Dim, Node>;
}
const tensorTypes = new Map<ElementType, Node>();

/** The child of a tree node under `key`, made when it is missing. */
function childOf<K>(children: Map<K, Node>, key: K): Node {
  let child = children.get(key);
  if (!child) {
    child = { children: new Map() };
    children.set(key, child);
  }
  return child;
}

/** The tensor type with this element type and shape. */
export function tensorType(element: ElementType, shape: Shape): TensorType {
  let node = childOf(tensorTypes, element);
  for (let i = 0; i < shape.length; i++) node = childOf(node.children, shape[i]);
  node.type ??= new TensorType(element, shape);
  return node.type;
}

export const tokenType: TokenType = new TokenType();

const composed = new Map<string, TupleType | FutureType>();

function compose<T extends TupleType | FutureType>(kind: string, elements: readonly Type[], make: (elements: readonly Type[]) => T): T {
  const key = `${kind}:${elements.map((e) => e.id).join()}`;
  let type = composed.get(key);
  if (!type) composed.set(key, (type = make(elements)));
  return type as T;
}

export const tupleType = (elements: readonly Type[]): TupleType => compose('tuple', elements, (e) => new TupleType(e));
export const futureType = (elements: readonly Type[]): FutureType => compose('future', elements, (e) => new FutureType(e));

/** The bounds of a shape as they stand in a tensor type, or nothing where no size has one. */
function showBounds(shape: Shape): string {
  const bounds = shape.map((d) => boundOf(d) ?? '?');
  return bounds.every((b) => b === '?') ? '' : `, #stablehlo.bounds<${bounds.join(', ')}>`;
}

/** A type as MLIR text. Symbolic sizes print as `?`. */
export function showType(type: Type): string {
  switch (type.kind) {
    case 'tensor':
      return `tensor<${type.shape.map((d) => `${isStatic(d) ? d : '?'}x`).join('')}${type.element.name}${showBounds(type.shape)}>`;
    case 'token':
      return '!stablehlo.token';
    case 'tuple':
      return `tuple<${type.elements.map(showType).join(', ')}>`;
    case 'future':
      return `!stablehlo.future<${type.elements.map(showType).join(', ')}>`;
  }
}

/** A shape for messages: `[32, 784]`, symbols by name. The one shape formatter of the project. */
export const showShape = (shape: readonly (Dim | null)[]): string => `[${shape.map((d) => (d === null ? '?' : String(d))).join(', ')}]`;

/** Whether two shapes agree, as far as is known; open questions become guards. */
export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((d, i) => sameDim(d, b[i]));

/** Row-major strides in elements. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = stride;
    stride *= shape[i];
  }
  return strides;
}

/** The shape of a type whose sizes are all plain integers. Throws RangeError otherwise. */
export function staticShape(type: TensorType): readonly number[] {
  if (!type.isStatic) throw new RangeError(`sizes of ${showShape(type.shape)} are not known yet`);
  return type.shape as readonly number[];
}
