/**
 * The scalar language: what one element of a pointwise operation is, as a typed-later tree. Rules for derivatives (`partials`) and
 * lowering (`pointwise`) are written in it; the evaluator, the builders and every emitter read it.
 * Nodes are interned by structure, so `key` identifies an expression.
 * Models: tinygrad's UOp arithmetic, jax-js's AluExp.
 */
import type { ElementType } from '../types/element.ts';

/** How a scalar operation's result type follows from its arguments. */
export type ScalarResult = 'same' | 'boolean' | 'second' | 'part' | 'pair' | 'given';

export type ScalarOp =
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'remainder'
  | 'maximum'
  | 'minimum'
  | 'power'
  | 'atan2'
  | 'negate'
  | 'abs'
  | 'sign'
  | 'sqrt'
  | 'rsqrt'
  | 'cbrt'
  | 'exponential'
  | 'exponential_minus_one'
  | 'log'
  | 'log_plus_one'
  | 'logistic'
  | 'sine'
  | 'cosine'
  | 'tan'
  | 'tanh'
  | 'acos'
  | 'acosh'
  | 'asin'
  | 'asinh'
  | 'atan'
  | 'atanh'
  | 'sinh'
  | 'cosh'
  | 'erf'
  | 'erfc'
  | 'erf_inv'
  | 'lgamma'
  | 'digamma'
  | 'polygamma'
  | 'zeta'
  | 'bessel_i0e'
  | 'bessel_i1e'
  | 'next_after'
  | 'floor'
  | 'ceil'
  | 'round_nearest_even'
  | 'round_nearest_afz'
  | 'and'
  | 'or'
  | 'xor'
  | 'not'
  | 'shift_left'
  | 'shift_right_arithmetic'
  | 'shift_right_logical'
  | 'popcnt'
  | 'count_leading_zeros'
  | 'compare_EQ'
  | 'compare_NE'
  | 'compare_LT'
  | 'compare_LE'
  | 'compare_GT'
  | 'compare_GE'
  | 'is_finite'
  | 'select'
  | 'convert'
  | 'bitcast_convert'
  | 'real'
  | 'imag'
  | 'complex';

export interface ScalarOpInfo {
  readonly arity: number;
  readonly result: ScalarResult;
  /** Rough cost an element, in additions, for fusion decisions and `cost` reports. */
  readonly cost: number;
}

const same = (arity: number, cost: number): ScalarOpInfo => ({ arity, result: 'same', cost });

/**
 * The vocabulary. A name is the short name of the primitive with the same meaning (`stablehlo.`, `chlo.` or `millrace.` before it), whose section of
 * the specification defines it, special values and all.
 */
export const scalarOps: Readonly<Record<ScalarOp, ScalarOpInfo>> = {
  // arithmetic
  add: same(2, 1),
  subtract: same(2, 1),
  multiply: same(2, 1),
  divide: same(2, 4),
  remainder: same(2, 8),
  maximum: same(2, 1),
  minimum: same(2, 1),
  power: same(2, 30),
  atan2: same(2, 20),
  negate: same(1, 1),
  abs: { arity: 1, result: 'part', cost: 1 },
  sign: same(1, 2),
  // roots, exponentials, trigonometry
  sqrt: same(1, 4),
  rsqrt: same(1, 6),
  cbrt: same(1, 20),
  exponential: same(1, 10),
  exponential_minus_one: same(1, 14),
  log: same(1, 12),
  log_plus_one: same(1, 16),
  logistic: same(1, 14),
  sine: same(1, 14),
  cosine: same(1, 14),
  tan: same(1, 20),
  tanh: same(1, 14),
  // chlo
  acos: same(1, 20),
  acosh: same(1, 20),
  asin: same(1, 20),
  asinh: same(1, 20),
  atan: same(1, 20),
  atanh: same(1, 20),
  sinh: same(1, 16),
  cosh: same(1, 16),
  erf: same(1, 14),
  erfc: same(1, 20),
  erf_inv: same(1, 20),
  lgamma: same(1, 40),
  digamma: same(1, 40),
  polygamma: same(2, 100),
  zeta: same(2, 100),
  bessel_i0e: same(1, 40),
  bessel_i1e: same(1, 40),
  next_after: same(2, 4),
  // rounding
  floor: same(1, 1),
  ceil: same(1, 1),
  round_nearest_even: same(1, 1),
  round_nearest_afz: same(1, 3),
  // bits
  and: same(2, 1),
  or: same(2, 1),
  xor: same(2, 1),
  not: same(1, 1),
  shift_left: same(2, 2),
  shift_right_arithmetic: same(2, 2),
  shift_right_logical: same(2, 2),
  popcnt: same(1, 2),
  count_leading_zeros: same(1, 2),
  // predicates and choice: compare_* are stablehlo.compare with that direction
  compare_EQ: { arity: 2, result: 'boolean', cost: 1 },
  compare_NE: { arity: 2, result: 'boolean', cost: 1 },
  compare_LT: { arity: 2, result: 'boolean', cost: 1 },
  compare_LE: { arity: 2, result: 'boolean', cost: 1 },
  compare_GT: { arity: 2, result: 'boolean', cost: 1 },
  compare_GE: { arity: 2, result: 'boolean', cost: 1 },
  is_finite: { arity: 1, result: 'boolean', cost: 1 },
  select: { arity: 3, result: 'second', cost: 1 },
  // types
  convert: { arity: 1, result: 'given', cost: 1 },
  bitcast_convert: { arity: 1, result: 'given', cost: 0 },
  real: { arity: 1, result: 'part', cost: 0 },
  imag: { arity: 1, result: 'part', cost: 0 },
  complex: { arity: 2, result: 'pair', cost: 0 },
};

export const scalarOpInfo = (op: ScalarOp): ScalarOpInfo => scalarOps[op];

/** What converts to a scalar expression: a number stands for a constant of the type that its place needs. */
export type ScalarLike = Scalar | number;

export type ScalarNode =
  | { readonly kind: 'input'; readonly index: number }
  /** A constant whose type is that of its siblings; the value is exact in f64. */
  | { readonly kind: 'constant'; readonly value: number }
  /** Coordinate of the element along an axis of the iteration space, as i64-valued integer converted to `type`. */
  | { readonly kind: 'index'; readonly axis: number; readonly type: ElementType }
  | { readonly kind: 'apply'; readonly op: ScalarOp; readonly args: readonly Scalar[]; readonly type?: ElementType };

const interned = new Map<string, Scalar>();

function intern(key: string, node: () => ScalarNode): Scalar {
  let found = interned.get(key);
  if (!found) interned.set(key, (found = new Scalar(key, node())));
  return found;
}

/** Applies a scalar operation; `type` is the target of `convert` and `bitcast_convert`. */
export function applyScalar(op: ScalarOp, args: readonly ScalarLike[], type?: ElementType): Scalar {
  const scalars = args.map(toScalar);
  return intern(`${op}${type ? `:${type.name}` : ''}(${scalars.map((s) => s.key).join(',')})`, () => ({ kind: 'apply', op, args: scalars, type }));
}

export const scalarInput = (index: number): Scalar => intern(`$${index}`, () => ({ kind: 'input', index }));
export const scalarConstant = (value: number): Scalar => intern(Object.is(value, -0) ? '-0' : String(value), () => ({ kind: 'constant', value }));
export const scalarIndex = (axis: number, type: ElementType): Scalar => intern(`i${axis}:${type.name}`, () => ({ kind: 'index', axis, type }));
const toScalar = (s: ScalarLike): Scalar => (typeof s === 'number' ? scalarConstant(s) : s);

/** An expression. Methods read like mathematics and build interned nodes. */
export class Scalar {
  /** Structure as text: equal keys mean the same expression. */
  readonly key: string;
  readonly node: ScalarNode;
  constructor(key: string, node: ScalarNode) {
    this.key = key;
    this.node = node;
  }
  add(y: ScalarLike): Scalar {
    return applyScalar('add', [this, y]);
  }
  sub(y: ScalarLike): Scalar {
    return applyScalar('subtract', [this, y]);
  }
  mul(y: ScalarLike): Scalar {
    return applyScalar('multiply', [this, y]);
  }
  div(y: ScalarLike): Scalar {
    return applyScalar('divide', [this, y]);
  }
  rem(y: ScalarLike): Scalar {
    return applyScalar('remainder', [this, y]);
  }
  max(y: ScalarLike): Scalar {
    return applyScalar('maximum', [this, y]);
  }
  min(y: ScalarLike): Scalar {
    return applyScalar('minimum', [this, y]);
  }
  pow(y: ScalarLike): Scalar {
    return applyScalar('power', [this, y]);
  }
  neg(): Scalar {
    return applyScalar('negate', [this]);
  }
  abs(): Scalar {
    return applyScalar('abs', [this]);
  }
  sign(): Scalar {
    return applyScalar('sign', [this]);
  }
  sqrt(): Scalar {
    return applyScalar('sqrt', [this]);
  }
  rsqrt(): Scalar {
    return applyScalar('rsqrt', [this]);
  }
  exp(): Scalar {
    return applyScalar('exponential', [this]);
  }
  log(): Scalar {
    return applyScalar('log', [this]);
  }
  tanh(): Scalar {
    return applyScalar('tanh', [this]);
  }
  sin(): Scalar {
    return applyScalar('sine', [this]);
  }
  cos(): Scalar {
    return applyScalar('cosine', [this]);
  }
  square(): Scalar {
    return this.mul(this);
  }
  reciprocal(): Scalar {
    return applyScalar('divide', [1, this]);
  }
  and(y: ScalarLike): Scalar {
    return applyScalar('and', [this, y]);
  }
  or(y: ScalarLike): Scalar {
    return applyScalar('or', [this, y]);
  }
  not(): Scalar {
    return applyScalar('not', [this]);
  }
  equal(y: ScalarLike): Scalar {
    return applyScalar('compare_EQ', [this, y]);
  }
  notEqual(y: ScalarLike): Scalar {
    return applyScalar('compare_NE', [this, y]);
  }
  less(y: ScalarLike): Scalar {
    return applyScalar('compare_LT', [this, y]);
  }
  lessEqual(y: ScalarLike): Scalar {
    return applyScalar('compare_LE', [this, y]);
  }
  greater(y: ScalarLike): Scalar {
    return applyScalar('compare_GT', [this, y]);
  }
  greaterEqual(y: ScalarLike): Scalar {
    return applyScalar('compare_GE', [this, y]);
  }
  convert(type: ElementType): Scalar {
    return applyScalar('convert', [this], type);
  }
  toString(): string {
    return this.key;
  }
}

export const zero: Scalar = scalarConstant(0);
export const one: Scalar = scalarConstant(1);
export const half: Scalar = scalarConstant(0.5);
export const two: Scalar = scalarConstant(2);

export const select = (condition: Scalar, whenTrue: ScalarLike, whenFalse: ScalarLike): Scalar => applyScalar('select', [condition, whenTrue, whenFalse]);

/** Replaces inputs by expressions: `substitute(f, [a, b])` is f(a, b). */
export function substitute(expression: Scalar, inputs: readonly Scalar[], memo: Map<Scalar, Scalar> = new Map()): Scalar {
  const { node } = expression;
  if (node.kind === 'input') return inputs[node.index];
  if (node.kind !== 'apply') return expression;
  let result = memo.get(expression);
  if (!result) {
    result = applyScalar(
      node.op,
      node.args.map((a) => substitute(a, inputs, memo)),
      node.type,
    );
    memo.set(expression, result);
  }
  return result;
}
