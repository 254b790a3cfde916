/**
 * One scalar operation as JavaScript, for each family of element types. Names that are not JavaScript's are functions of the library
 * (library.ts). Results are not yet wrapped; `exact` lists operations whose result needs no rounding.
 */
import type { ElementType, ScalarOp } from '@millrace/ir';
import { type Code, type CodeKind, codeName } from './element-code.ts';

type Template = (a: string, b: string, element: ElementType) => string;
type Table = Partial<Record<ScalarOp, Template>>;

const call =
  (name: string): Template =>
  (a, b) =>
    b === undefined ? `${name}(${a})` : `${name}(${a}, ${b})`;
/** A function of the library that exists for each element type. */
const typed =
  (name: string): Template =>
  (a, b, element) =>
    call(`${name}_${codeName(element)}`)(a, b, element);
const flag = (test: string): string => `(${test} ? 1 : 0)`;

const comparisons: Table = {
  compare_EQ: (a, b) => flag(`${a} === ${b}`),
  compare_NE: (a, b) => flag(`${a} !== ${b}`),
  compare_LT: (a, b) => flag(`${a} < ${b}`),
  compare_LE: (a, b) => flag(`${a} <= ${b}`),
  compare_GT: (a, b) => flag(`${a} > ${b}`),
  compare_GE: (a, b) => flag(`${a} >= ${b}`),
};

const real: Table = {
  ...comparisons,
  add: (a, b) => `${a} + ${b}`,
  subtract: (a, b) => `${a} - ${b}`,
  multiply: (a, b) => `${a} * ${b}`,
  divide: (a, b) => `${a} / ${b}`,
  remainder: (a, b) => `${a} % ${b}`,
  maximum: call('Math.max'),
  minimum: call('Math.min'),
  power: call('realPower'),
  atan2: call('Math.atan2'),
  negate: (a) => `(-${a})`,
  abs: call('Math.abs'),
  sign: call('Math.sign'),
  sqrt: call('Math.sqrt'),
  rsqrt: (a) => `1 / Math.sqrt(${a})`,
  cbrt: call('Math.cbrt'),
  exponential: call('Math.exp'),
  exponential_minus_one: call('Math.expm1'),
  log: call('Math.log'),
  log_plus_one: call('Math.log1p'),
  logistic: (a) => `1 / (1 + Math.exp(-${a}))`,
  sine: call('Math.sin'),
  cosine: call('Math.cos'),
  tan: call('Math.tan'),
  tanh: call('Math.tanh'),
  acos: call('Math.acos'),
  acosh: call('Math.acosh'),
  asin: call('Math.asin'),
  asinh: call('Math.asinh'),
  atan: call('Math.atan'),
  atanh: call('Math.atanh'),
  sinh: call('Math.sinh'),
  cosh: call('Math.cosh'),
  erf: call('erf'),
  erfc: call('erfc'),
  erf_inv: call('erfInv'),
  lgamma: call('lgamma'),
  digamma: call('digamma'),
  polygamma: call('polygamma'),
  zeta: call('zeta'),
  bessel_i0e: call('besselI0e'),
  bessel_i1e: call('besselI1e'),
  next_after: typed('nextAfter'),
  floor: call('Math.floor'),
  ceil: call('Math.ceil'),
  round_nearest_even: call('roundEven'),
  round_nearest_afz: call('roundAway'),
  is_finite: (a) => flag(`${a} - ${a} === 0`),
  real: (a) => a,
  imag: () => '0',
};

const integer: Table = {
  ...comparisons,
  add: (a, b) => `${a} + ${b}`,
  subtract: (a, b) => `${a} - ${b}`,
  multiply: (a, b, element) => (element.bits === 32 ? `Math.imul(${a}, ${b})` : `${a} * ${b}`),
  divide: (a, b) => `divideInteger(${a}, ${b})`,
  remainder: (a, b) => `remainderInteger(${a}, ${b})`,
  power: typed('integerPower'),
  maximum: (a, b) => `(${a} > ${b} ? ${a} : ${b})`,
  minimum: (a, b) => `(${a} < ${b} ? ${a} : ${b})`,
  negate: (a) => `-${a}`,
  abs: (a) => `(${a} < 0 ? -${a} : ${a})`,
  sign: (a) => `(${a} > 0 ? 1 : ${a} < 0 ? -1 : 0)`,
  and: (a, b) => `${a} & ${b}`,
  or: (a, b) => `(${a} | ${b})`,
  xor: (a, b) => `(${a} ^ ${b})`,
  not: (a) => `~${a}`,
  shift_left: (a, b, element) => `(${inRange(b, element)} ? ${a} << ${b} : 0)`,
  shift_right_arithmetic: (a, b, element) => `shiftArithmetic(${a}, ${b}, ${element.bits})`,
  shift_right_logical: (a, b, element) => `(${inRange(b, element)} ? (${a} & ${mask(element)}) >>> ${b} : 0)`,
  popcnt: (a, _b, element) => `countOnes(${a} & ${mask(element)})`,
  count_leading_zeros: (a, _b, element) => `(Math.clz32(${a} & ${mask(element)}) - ${32 - element.bits})`,
};
/** Shift amounts are unsigned, and amounts from the width up shift everything out. */
const inRange = (amount: string, element: ElementType): string => `${amount} >= 0 && ${amount} < ${element.bits}`;
const mask = (element: ElementType): string => (element.bits === 32 ? '-1' : String(2 ** element.bits - 1));

const big: Table = {
  ...comparisons,
  add: (a, b) => `${a} + ${b}`,
  subtract: (a, b) => `${a} - ${b}`,
  multiply: (a, b) => `${a} * ${b}`,
  divide: (a, b) => `divideBig(${a}, ${b})`,
  remainder: (a, b) => `remainderBig(${a}, ${b})`,
  power: typed('integerPower'),
  maximum: (a, b) => `(${a} > ${b} ? ${a} : ${b})`,
  minimum: (a, b) => `(${a} < ${b} ? ${a} : ${b})`,
  negate: (a) => `-${a}`,
  abs: (a) => `(${a} < 0n ? -${a} : ${a})`,
  sign: (a) => `(${a} > 0n ? 1n : ${a} < 0n ? -1n : 0n)`,
  and: (a, b) => `${a} & ${b}`,
  or: (a, b) => `(${a} | ${b})`,
  xor: (a, b) => `(${a} ^ ${b})`,
  not: (a) => `~${a}`,
  shift_left: call('shiftLeftBig'),
  shift_right_arithmetic: call('shiftArithmeticBig'),
  shift_right_logical: call('shiftLogicalBig'),
  popcnt: call('countOnesBig'),
  count_leading_zeros: call('countLeadingZerosBig'),
};

const boolean: Table = {
  ...comparisons,
  add: (a, b) => `(${a} | ${b})`,
  multiply: (a, b) => `(${a} & ${b})`,
  maximum: (a, b) => `(${a} | ${b})`,
  minimum: (a, b) => `(${a} & ${b})`,
  and: (a, b) => `(${a} & ${b})`,
  or: (a, b) => `(${a} | ${b})`,
  xor: (a, b) => `(${a} ^ ${b})`,
  not: (a) => `(${a} ^ 1)`,
};

const tables: Readonly<Record<Exclude<CodeKind, 'complex'>, Table>> = { real, integer, big, boolean };

const exact: ReadonlySet<ScalarOp> = new Set(
  'maximum minimum sign floor ceil round_nearest_even round_nearest_afz next_after popcnt count_leading_zeros is_finite real imag'.split(' ') as ScalarOp[],
);
/** In floating point, the sign bit alone changes. */
const exactReal: ReadonlySet<ScalarOp> = new Set(['negate', 'abs'] as ScalarOp[]);

/** The operation on real, integer or boolean elements, and whether its result still needs to be wrapped; null where the type has none. */
export function realOperation(op: ScalarOp, kind: CodeKind, element: ElementType, args: readonly string[]): { code: string; wrap: boolean } | null {
  if (kind === 'complex') return null;
  const template = tables[kind][op];
  if (!template) return null;
  const isComparison = op.startsWith('compare_');
  return {
    code: template(args[0], args[1], element),
    wrap: kind !== 'boolean' && !isComparison && !exact.has(op) && !(kind === 'real' && exactReal.has(op)),
  };
}

/** Operations on complex elements that are written out; the others are functions of the library that return a pair. */
const complexInline: Partial<Record<ScalarOp, (a: Code, b: Code) => Code>> = {
  add: (a, b) => [`${a[0]} + ${b[0]}`, `${a[1]} + ${b[1]}`],
  subtract: (a, b) => [`${a[0]} - ${b[0]}`, `${a[1]} - ${b[1]}`],
  multiply: (a, b) => [`${a[0]} * ${b[0]} - ${a[1]} * ${b[1]}`, `${a[0]} * ${b[1]} + ${a[1]} * ${b[0]}`],
  negate: (a) => [`-${a[0]}`, `-${a[1]}`],
};
const complexToPart: Partial<Record<ScalarOp, (a: Code, b: Code) => string>> = {
  abs: (a) => `Math.hypot(${a[0]}, ${a[1]})`,
  real: (a) => a[0],
  imag: (a) => a[1],
  compare_EQ: (a, b) => flag(`${a[0]} === ${b[0]} && ${a[1]} === ${b[1]}`),
  compare_NE: (a, b) => flag(`${a[0]} !== ${b[0]} || ${a[1]} !== ${b[1]}`),
  is_finite: (a) => flag(`${a[0]} - ${a[0]} === 0 && ${a[1]} - ${a[1]} === 0`),
};
const orderOfComplex: Partial<Record<ScalarOp, string>> = {
  compare_LT: 'less',
  compare_LE: 'lessOrEqual',
  compare_GT: 'greater',
  compare_GE: 'greaterOrEqual',
};

/** A complex operation: parts of the result, a single part, or a call that returns an object with `re` and `im`. */
export type ComplexOperation = { readonly parts: Code } | { readonly part: string } | { readonly flag: string } | { readonly object: string };

export function complexOperation(op: ScalarOp, args: readonly Code[]): ComplexOperation {
  const [a, b] = args;
  const inline = complexInline[op];
  if (inline) return { parts: inline(a, b) };
  const toPart = complexToPart[op];
  if (toPart) return op.startsWith('compare_') || op === 'is_finite' ? { flag: toPart(a, b) } : { part: toPart(a, b) };
  const order = orderOfComplex[op];
  if (order) return { flag: flag(`complexOrder_${order}(${[...a, ...b].join(', ')})`) };
  return { object: `complex_${op}(${args.flat().join(', ')})` };
}
