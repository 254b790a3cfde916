/**
 * Reductions as JavaScript. Floating-point sums and products follow the canonical order: each result's elements go through `runSource`, directly
 * from the operand where it is one run, else by a buffer. What does not depend on the order is a plain loop nest.
 */
import type { CombinerName, ElementType, Scalar, ScalarOp } from '@millrace/ir';
import type { NestStructure } from '../../loops/nest-plan.ts';
import { type Code, codeKind, loadCode, numberCode, storeCode, typeTag, wrapCode } from './element-code.ts';
import { combineCode, identityCode, type LaneOperation } from './lanes.ts';
import { emitNest } from './nest.ts';
import { emitScalars, NoCode, whereCodeExists } from './scalar-code.ts';
import { realOperation } from './scalar-operations.ts';

export interface ReduceSignature {
  readonly combiner: CombinerName;
  readonly prologue: Scalar;
  /** Element types of the operands that the prologue reads. */
  readonly operands: readonly ElementType[];
  readonly result: ElementType;
  /** Whether an initial value is given, as the last array. */
  readonly hasInitial: boolean;
}

/** The order of combination matters for these: floating-point sums and products. */
export function laneOperation(combiner: CombinerName, element: ElementType): LaneOperation | null {
  const floats = element.kind === 'float' || (element.kind === 'complex' && combiner === 'add');
  if (!floats || (combiner !== 'add' && combiner !== 'multiply')) return null;
  return { combiner, single: element.storage !== 'f64' };
}

const identities: Partial<Record<CombinerName, (e: ElementType) => string>> = {
  maximum: (e) => lowest(e),
  minimum: (e) => highest(e),
  add: (e) => zeroOf(e),
  or: (e) => zeroOf(e),
  xor: (e) => zeroOf(e),
  and: (e) => (e.kind === 'boolean' ? '1' : codeKind(e) === 'big' ? wrapCode(e, '-1n') : wrapCode(e, '-1')),
  multiply: (e) => (codeKind(e) === 'big' ? '1n' : '1'),
};
const zeroOf = (e: ElementType): string => (codeKind(e) === 'big' ? '0n' : '0');

function lowest(e: ElementType): string {
  if (e.kind === 'float') return '-Infinity';
  if (e.kind === 'boolean' || e.kind === 'unsigned') return zeroOf(e);
  return e.bits === 64 ? '-9223372036854775808n' : numberCode(-(2 ** (e.bits - 1)));
}
function highest(e: ElementType): string {
  if (e.kind === 'float') return 'Infinity';
  if (e.kind === 'boolean') return '1';
  const bits = e.kind === 'signed' ? e.bits - 1 : e.bits;
  return e.bits === 64 ? `${2n ** BigInt(bits) - 1n}n` : String(2 ** bits - 1);
}

/** a combined with b, both of the result's type, for combiners whose order does not matter. */
function combineElements(combiner: CombinerName, element: ElementType, a: string, b: string): string {
  const kind = codeKind(element);
  const made = kind && realOperation(combiner as ScalarOp, kind, element, [a, b]);
  if (!made) throw new NoCode(`${combiner} of ${element.name} has no code`);
  return made.wrap ? wrapCode(element, made.code) : made.code;
}

/** The prologue's value inside the innermost loop. */
function elementCode(s: ReduceSignature, axes: number, lines: string[], position: (k: number, axis: number) => string): Code {
  const codes = s.operands.map((e, k) =>
    loadCode(e, `x${k}`, position(k, axes)).map((code, part) => {
      lines.push(`const e${k}_${part} = ${code};`);
      return `e${k}_${part}`;
    }),
  );
  return emitScalars([s.prologue], [s.result], { elements: s.operands, codes }, lines)[0];
}

const hasChecks = (structure: NestStructure): boolean => structure.operands.some((o) => o.checks.length > 0);

const arrays = (s: ReduceSignature): string => [...s.operands.map((_, k) => `x${k}`), ...(s.hasInitial ? ['init'] : []), 'y'].join(', ');

/**
 * (g, x0, …, init?, y) → void. Operands of the nest: the inputs, then the result. `outer` loops come first. Null where an operation has no code.
 * The initial value is read from element `initAt` of its array; `count` elements belong to each result.
 */
export function reduceSource(s: ReduceSignature, structure: NestStructure, outer: number): string | null {
  return whereCodeExists(() => {
    if (codeKind(s.result) === 'complex') throw new NoCode('complex elements have an order only for sums');
    const nest = emitNest(structure);
    const identity = identities[s.combiner]?.(s.result) ?? '0';
    const lines: string[] = [];
    const [value] = elementCode(s, structure.axes, lines, nest.position);
    const inner = `${lines.join(' ')} acc = ${combineElements(s.combiner, s.result, 'acc', value)};`;
    const out = nest.position(s.operands.length, outer);
    const start = s.hasInitial ? loadCode(s.result, 'init', 'initAt')[0] : identity;
    // Each element that lies outside counts as the initial value once; only for these combiners does it matter how often.
    const counts = s.hasInitial && hasChecks(structure) && ['add', 'multiply', 'xor'].includes(s.combiner);
    const outside = counts ? `for (; inside < count; inside++) acc = ${combineElements(s.combiner, s.result, 'acc', start)};` : '';
    const loops = nest.loops(outer, structure.axes, counts ? `${inner} inside++;` : inner);
    const body = `let acc = ${start}${counts ? ', inside = 0' : ''}; ${loops} ${outside} ${storeCode(s.result, 'y', out, ['acc'])}`;
    return `${typeTag([...s.operands, s.result])}(g, initAt, ${arrays(s)}, count) => { ${nest.head} ${nest.loops(0, outer, body)} }`;
  });
}

/**
 * As `reduceSource` for neighboring results at once: (g, initAt, x0, …, init?, y, count, row) → void. The last axis of the nest is one of the result's
 * that no check mentions; `row` holds one accumulator for each of its positions, so that memory is read along it.
 */
export function reduceRowsSource(s: ReduceSignature, structure: NestStructure, outer: number): string | null {
  return whereCodeExists(() => {
    if (codeKind(s.result) === 'complex') throw new NoCode('complex elements have an order only for sums');
    const nest = emitNest(structure);
    const last = structure.axes - 1;
    const lines: string[] = [];
    const [value] = elementCode(s, structure.axes, lines, (k) => `${nest.position(k, last)} + j * s${k}_${last}`);
    const along = (body: string): string => `for (let j = 0; j < n${last}; j++) { ${body} }`;
    const start = s.hasInitial ? loadCode(s.result, 'init', 'initAt')[0] : (identities[s.combiner]?.(s.result) ?? '0');
    const combine = (element: string): string => `row[j] = ${combineElements(s.combiner, s.result, 'row[j]', element)};`;
    const counts = s.hasInitial && hasChecks(structure) && ['add', 'multiply', 'xor'].includes(s.combiner);
    const outside = counts ? `for (; inside < count; inside++) ${along(combine(start))}` : '';
    const inner = `${along(`${lines.join(' ')} ${combine(value)}`)} inside++;`;
    const out = `${nest.position(s.operands.length, outer)} + j * s${s.operands.length}_${last}`;
    const store = along(storeCode(s.result, 'y', out, ['row[j]']));
    const body = `let inside = 0; row.fill(${start}); ${nest.loops(outer, last, inner)} ${outside} ${store}`;
    return `${typeTag([...s.operands, s.result])}(g, initAt, ${arrays(s)}, count, row) => { ${nest.head} ${nest.loops(0, outer, body)} }`;
  });
}

/**
 * The canonical order by a buffer: (g, initAt, x0, …, init?, y, run, buffers…) → void, where `run` is the function of `runSource`, and a buffer
 * of `count` elements holds one part of one result's elements. Operands of the nest: the inputs, the buffer, the result.
 */
export function bufferedSource(s: ReduceSignature, structure: NestStructure, outer: number, op: LaneOperation): string | null {
  return whereCodeExists(() => {
    const nest = emitNest(structure);
    const lines: string[] = [];
    const value = elementCode(s, structure.axes, lines, nest.position);
    const at = nest.position(s.operands.length, structure.axes);
    const inner = `${lines.join(' ')} ${value.map((v, part) => `buffer${part}[${at}] = ${v};`).join(' ')}`;
    const out = nest.position(s.operands.length + 1, outer);
    const outside = s.hasInitial ? loadCode(s.result, 'init', 'initAt') : value.map(() => identityCode(op));
    const fill = hasChecks(structure) ? value.map((_, part) => `buffer${part}.fill(${outside[part]});`).join(' ') : '';
    const totals = value.map((_, part) => `const total${part} = run(buffer${part}, 0, 1, buffer${part}.length);`).join(' ');
    const body = `${fill} ${nest.loops(outer, structure.axes, inner)} ${totals} ${finishCode(s, op, out, (part) => `total${part}`)}`;
    const buffers = value.map((_, part) => `buffer${part}`).join(', ');
    return `${typeTag([...s.operands, s.result])}(g, initAt, ${arrays(s)}, run, ${buffers}) => { ${nest.head} ${nest.loops(0, outer, body)} }`;
  });
}

/** The canonical order directly from one operand of f32 or f64 whose reduced elements are one run: (g, initAt, x0, init?, y, run, step, count). */
export function directSource(s: ReduceSignature, structure: NestStructure, op: LaneOperation): string | null {
  return whereCodeExists(() => {
    const nest = emitNest(structure);
    const { axes } = structure;
    const body = `const total = run(x0, ${nest.position(0, axes)}, step, count); ${finishCode(s, op, nest.position(1, axes), () => 'total')}`;
    return `${typeTag([...s.operands, s.result])}(g, initAt, ${arrays(s)}, run, step, count) => { ${nest.head} ${nest.loops(0, axes, body)} }`;
  });
}

/**
 * As `directSource` for neighboring columns at once: (g, initAt, x0, init?, y, columns, row, step, count, width), where `columns` is the function
 * of `columnsSource` and the last axis of the result is left out of the nest.
 */
export function columnsNestSource(s: ReduceSignature, structure: NestStructure, op: LaneOperation): string | null {
  return whereCodeExists(() => {
    const nest = emitNest(structure);
    const { axes } = structure;
    const finish = `for (let j = 0, out = ${nest.position(1, axes)}; j < width; j++, out++) { const total = row[j]; ${finishCode(s, op, 'out', () => 'total')} }`;
    const body = `columns(x0, ${nest.position(0, axes)}, step, count, width, row); ${finish}`;
    return `${typeTag([...s.operands, s.result])}(g, initAt, ${arrays(s)}, columns, row, step, count, width) => { ${nest.head} ${nest.loops(0, axes, body)} }`;
  });
}

/** Combines the total with the initial value and stores it. */
function finishCode(s: ReduceSignature, op: LaneOperation, out: string, total: (part: number) => string): string {
  const parts = loadCode(s.result, 'init', 'initAt');
  const values = parts.map((init, part) => (s.hasInitial ? combineCode(op, init, total(part)) : total(part)));
  return storeCode(s.result, 'y', out, values);
}
