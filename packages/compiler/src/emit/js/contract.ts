/**
 * Contractions as JavaScript: matrix products, convolutions and their gradients, from index maps alone. Each result element has one accumulator
 * that takes products by ascending position (loops/reduction-order.ts).
 */
import type { ElementType } from '@millrace/ir';
import type { NestStructure } from '../../loops/nest-plan.ts';
import { convertCode } from './conversions.ts';
import { type Code, codeKind, loadCode, storeCode, typeTag } from './element-code.ts';
import { emitNest, type NestCode } from './nest.ts';
import { NoCode, whereCodeExists } from './scalar-code.ts';

export interface ContractSignature {
  readonly lhs: ElementType;
  readonly rhs: ElementType;
  readonly result: ElementType;
}

/** How products of one type accumulate. */
interface Accumulation {
  readonly parts: number;
  readonly zero: string;
  /** The array kind of a row of accumulators. */
  readonly array: string;
  /** New values of the accumulator's parts. */
  step(acc: Code, a: Code, b: Code): Code;
}

/** The operand's element in the arithmetic of the accumulator: f16, bf16 and f8 are exact in f32. */
function loadOperand(from: ElementType, result: ElementType, array: string, index: string): Code {
  const code = loadCode(from, array, index);
  if (from === result || (from.kind === 'float' && result.kind === 'float')) return code;
  return convertCode(from, result, code);
}

function accumulation(element: ElementType): Accumulation {
  const kind = codeKind(element);
  const round = (x: string): string => (element.storage === 'f64' ? x : `Math.fround(${x})`);
  if (kind === 'real') {
    const array = element.bits === 64 ? 'Float64Array' : 'Float32Array';
    return { parts: 1, zero: '0', array, step: ([acc], [a], [b]) => [round(`${acc} + ${round(`${a} * ${b}`)}`)] };
  }
  if (kind === 'complex') {
    return {
      parts: 2,
      zero: '0',
      array: element.bits === 128 ? 'Float64Array' : 'Float32Array',
      step: (acc, a, b) => [
        round(`${acc[0]} + ${round(`${a[0]} * ${b[0]} - ${a[1]} * ${b[1]}`)}`),
        round(`${acc[1]} + ${round(`${a[0]} * ${b[1]} + ${a[1]} * ${b[0]}`)}`),
      ],
    };
  }
  if (kind === 'big') {
    const wrap = element.kind === 'signed' ? 'BigInt.asIntN' : 'BigInt.asUintN';
    return {
      parts: 1,
      zero: '0n',
      array: element.kind === 'signed' ? 'BigInt64Array' : 'BigUint64Array',
      step: ([acc], [a], [b]) => [`${wrap}(64, ${acc} + ${a} * ${b})`],
    };
  }
  // Sums modulo 2^32 are right modulo any smaller power of two, too; the store wraps.
  if (kind === 'integer') return { parts: 1, zero: '0', array: 'Int32Array', step: ([acc], [a], [b]) => [`(${acc} + Math.imul(${a}, ${b}) | 0)`] };
  if (kind === 'boolean') return { parts: 1, zero: '0', array: 'Uint8Array', step: ([acc], [a], [b]) => [`(${acc} | (${a} & ${b}))`] };
  throw new NoCode(`${element.name} has no arithmetic`);
}

/** The accumulator's value as a stored element: 2-bit and 4-bit integers wrap, the rest wraps in its array. */
function storeTotal(element: ElementType, index: string, value: Code): string {
  const narrow = codeKind(element) === 'integer' && element.bits < 8;
  if (!narrow) return storeCode(element, 'y', index, value);
  const shift = 32 - element.bits;
  return `y[${index}] = ${value[0]} << ${shift} ${element.kind === 'signed' ? '>>' : '>>>'} ${shift};`;
}

const bind = (lines: string[], name: string, code: Code): Code =>
  code.map((c, part) => {
    lines.push(`const ${name}${part} = ${c};`);
    return `${name}${part}`;
  });

/** (g, x0, x1, y) → void with one accumulator in a variable: loops over `outer` result axes, then over the contracted ones. Operands: lhs, rhs, result. */
export function dotSource(s: ContractSignature, structure: NestStructure, outer: number): string | null {
  return whereCodeExists(() => {
    const nest = emitNest(structure);
    const acc = accumulation(s.result);
    const names = Array.from({ length: acc.parts }, (_, part) => `acc${part}`);
    const inner = innerStep(s, nest, structure.axes, acc, names, names);
    const body = `let ${names.map((n) => `${n} = ${acc.zero}`).join(', ')}; ${nest.loops(outer, structure.axes, inner)} ${storeTotal(s.result, nest.position(2, outer), names)}`;
    return `${typeTag([s.lhs, s.rhs, s.result])}(g, x0, x1, y) => { ${nest.head} ${nest.loops(0, outer, body)} }`;
  });
}

function innerStep(s: ContractSignature, nest: NestCode, axes: number, acc: Accumulation, from: Code, to: Code): string {
  const lines: string[] = [];
  const a = bind(lines, 'a', loadOperand(s.lhs, s.result, 'x0', nest.position(0, axes)));
  const b = bind(lines, 'b', loadOperand(s.rhs, s.result, 'x1', nest.position(1, axes)));
  const next = bind(lines, 'next', acc.step(from, a, b));
  return `${lines.join(' ')} ${next.map((n, part) => `${to[part]} = ${n};`).join(' ')}`;
}

/**
 * (g, x0, x1, y, row0, …) → void with a row of accumulators: loops over `outer` result axes, the contracted axes, and innermost an axis of
 * the result that no check mentions. `lhsMoves` says whether lhs moves along it, too.
 */
export function rowSource(s: ContractSignature, structure: NestStructure, outer: number, lhsMoves: boolean): string | null {
  return whereCodeExists(() => {
    const nest = emitNest(structure);
    const acc = accumulation(s.result);
    const last = structure.axes - 1;
    const rows = Array.from({ length: acc.parts }, (_, part) => `row${part}`);
    const width = `n${last}`;
    const unrolls = outer < last && !lhsMoves && !decidesDivision(structure, last - 1);
    const loops = unrolls
      ? nest.loops(outer, last - 1, unrolledRow(s, nest, last, acc, rows))
      : nest.loops(outer, last, rowStep(s, acc, rows, { count: 1, a: [nest.position(0, last)], b: [nest.position(1, last)], last, lhsMoves }));
    const store = storeTotal(
      s.result,
      'out',
      rows.map((r) => `${r}[j]`),
    );
    const body = `${rows.map((r) => `${r}.fill(${acc.zero});`).join(' ')} ${loops} for (let j = 0, out = ${nest.position(2, outer)}; j < ${width}; j++, out += s2_${last}) { ${store} }`;
    return `${typeTag([s.lhs, s.rhs, s.result])}(g, x0, x1, y, ${rows.join(', ')}) => { ${nest.head} ${nest.loops(0, outer, body)} }`;
  });
}

/** Whether a loop skips positions that a division leaves out, so that its steps are not alike. */
const decidesDivision = (structure: NestStructure, axis: number): boolean =>
  structure.operands.some((o) => o.checks.some((c) => c.divided && Math.max(structure.firstCheckedAxis, ...c.axes.map((a) => a.axis)) === axis));

interface RowStep {
  /** How many contracted positions are taken at once; each row element is loaded and stored once for all of them. */
  readonly count: number;
  /** Flat positions of lhs and of the start of rhs's row, for each of them. */
  readonly a: readonly string[];
  readonly b: readonly string[];
  /** The axis of the row. */
  readonly last: number;
  readonly lhsMoves: boolean;
}

/** The loop along a row that adds the products of some contracted positions, in ascending order. */
function rowStep(s: ContractSignature, acc: Accumulation, rows: Code, { count, a, b, last, lhsMoves }: RowStep): string {
  const before: string[] = [];
  const lines: string[] = [];
  const starts: string[] = [];
  const steps: string[] = [];
  const factors = Array.from({ length: count }, (_, u) => {
    if (lhsMoves) {
      starts.push(`pa${u} = ${a[u]}`);
      steps.push(`pa${u} += s0_${last}`);
    }
    return bind(lhsMoves ? lines : before, `a${u}_`, loadOperand(s.lhs, s.result, 'x0', lhsMoves ? `pa${u}` : a[u]));
  });
  let value: Code = rows.map((r) => `${r}[j]`);
  for (let u = 0; u < count; u++) {
    starts.push(`pb${u} = ${b[u]}`);
    steps.push(`pb${u} += s1_${last}`);
    const right = bind(lines, `b${u}_`, loadOperand(s.rhs, s.result, 'x1', `pb${u}`));
    value = bind(lines, `next${u}_`, acc.step(value, factors[u], right));
  }
  const stores = value.map((n, part) => `${rows[part]}[j] = ${n};`).join(' ');
  return `${before.join(' ')} for (let j = 0, ${starts.join(', ')}; j < n${last}; j++, ${steps.join(', ')}) { ${lines.join(' ')} ${stores} }`;
}

const unrollCount = 4;

/** The last contracted loop, four positions at a time. */
function unrolledRow(s: ContractSignature, nest: NestCode, last: number, acc: Accumulation, rows: Code): string {
  const axis = last - 1;
  const { code, low, high } = nest.bounds(axis);
  const at = (k: number, u: number): string => `${nest.position(k, axis)} + (i${axis} + ${u}) * s${k}_${axis}`;
  const step = (count: number): string => {
    const units = Array.from({ length: count }, (_, u) => u);
    return rowStep(s, acc, rows, { count, a: units.map((u) => at(0, u)), b: units.map((u) => at(1, u)), last, lhsMoves: false });
  };
  return `${code} let i${axis} = ${low}; for (; i${axis} + ${unrollCount - 1} < ${high}; i${axis} += ${unrollCount}) { ${step(unrollCount)} } for (; i${axis} < ${high}; i${axis}++) { ${step(1)} }`;
}

/** The array kind and count of the rows that `rowSource` needs. */
export function rowArrays(result: ElementType): { readonly array: string; readonly parts: number } | null {
  return whereCodeExists(() => accumulation(result));
}
