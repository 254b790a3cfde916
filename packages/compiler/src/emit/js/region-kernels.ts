/** Loop nests around regions: general reductions, scatters, sorts, and selections in windows. */
import type { ElementType, Program, TensorType, TypedArray } from '@millrace/ir';
import type { NestStructure } from '../../loops/nest-plan.ts';
import { convertCode } from './conversions.ts';
import { type Code, loadCode, storeCode, typeTag } from './element-code.ts';
import { emitNest } from './nest.ts';
import { emitRegion } from './region.ts';
import { NoCode, whereCodeExists } from './scalar-code.ts';

/** A region with the element types of its captures; captured scalars are arrays `c0`, … read at `ca[0]`, …. */
export interface RegionCode {
  readonly program: Program;
  /** How many of the program's arguments are captures. */
  readonly captures: number;
}

const names = (letter: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${letter}${i}`);

/** Statements that load captures into constants, and their codes. Capture arrays are named by `letter`, their places `${letter}At[i]`. */
function captureCodes({ program, captures }: RegionCode, letter: string, lines: string[]): Code[] {
  return program.arguments.slice(0, captures).map((argument, i) => {
    const type = argument.type as TensorType;
    if (type.kind !== 'tensor' || type.rank !== 0) throw new NoCode('a capture is not a scalar');
    return bindTo(lines, `${letter}v${i}_`, loadCode(type.element, `${letter}${i}`, `${letter}At[${i}]`));
  });
}

function bindTo(lines: string[], name: string, code: Code): Code {
  return code.map((c, part) => {
    lines.push(`const ${name}${part} = ${c};`);
    return `${name}${part}`;
  });
}

const declare = (name: string, code: Code): { lines: string; codes: Code } => ({
  lines: code.map((c, part) => `let ${name}${part} = ${c};`).join(' '),
  codes: code.map((_, part) => `${name}${part}`),
});
const assign = (targets: Code, values: Code): string => targets.map((t, part) => `${t} = ${values[part]};`).join(' ');

export interface RegionReduction {
  readonly inputs: readonly ElementType[];
  readonly results: readonly ElementType[];
  readonly region: RegionCode;
  /** Elements outside count as the initial value, after those inside. */
  readonly countsOutside: boolean;
}

/**
 * (g, count, initAt, xs…, inits…, ys…, c…, cAt) → void: several inputs reduced together by a region. Operands of the nest: the inputs, then one
 * result. `count` elements belong to each result.
 */
export function regionReduceSource(r: RegionReduction, structure: NestStructure, outer: number): string | null {
  return whereCodeExists(() => {
    const nest = emitNest(structure);
    const before: string[] = [];
    const captures = captureCodes(r.region, 'c', before);
    const inits = r.inputs.map((e, k) => bindTo(before, `init${k}_`, convertCode(e, r.results[k], loadCode(e, `init${k}`, `initAt[${k}]`))));
    const accs = inits.map((init, k) => declare(`acc${k}_`, init));
    const lines: string[] = [];
    const elements = r.inputs.map((e, k) => bindTo(lines, `e${k}_`, convertCode(e, r.results[k], loadCode(e, `x${k}`, nest.position(k, structure.axes)))));
    const next = emitRegion(r.region.program, [...captures, ...accs.map((a) => a.codes), ...elements], lines, 'r');
    const kept = next.flatMap((code, k) => bindTo(lines, `next${k}_`, code).map((n, part) => `${accs[k].codes[part]} = ${n};`));
    const outside: string[] = [];
    const again = emitRegion(r.region.program, [...captures, ...accs.map((a) => a.codes), ...inits], outside, 'o');
    const moved = again.flatMap((code, k) => bindTo(outside, `onext${k}_`, code).map((n, part) => `${accs[k].codes[part]} = ${n};`));
    const rest = r.countsOutside ? `for (; inside < count; inside++) { ${outside.join(' ')} ${moved.join(' ')} }` : '';
    const out = nest.position(r.inputs.length, outer);
    const stores = r.results.map((e, k) => storeCode(e, `y${k}`, out, accs[k].codes)).join(' ');
    const inner = `${lines.join(' ')} ${kept.join(' ')} inside++;`;
    const body = `let inside = 0; ${accs.map((a) => a.lines).join(' ')} ${nest.loops(outer, structure.axes, inner)} ${rest} ${stores}`;
    const count = r.inputs.length;
    const parameters = ['g', 'count', 'initAt', ...names('x', count), ...names('init', count), ...names('y', count), 'cAt', ...names('c', r.region.captures)];
    return `${typeTag([...r.inputs, ...r.results])}(${parameters.join(', ')}) => { ${nest.head} ${before.join(' ')} ${nest.loops(0, outer, body)} }`;
  });
}

/** (pairs, n, from, to, us…, ys…, cAt, c…) → void: for each of n pairs combines element `to[i]` of the results with `from[i]` of the updates. */
export function scatterSource(elements: readonly ElementType[], updates: readonly ElementType[], region: RegionCode): string | null {
  return whereCodeExists(() => {
    const before: string[] = [];
    const captures = captureCodes(region, 'c', before);
    const lines = ['const p = from[i];', 'const q = to[i];'];
    const olds = elements.map((e, k) => bindTo(lines, `old${k}_`, loadCode(e, `y${k}`, 'q')));
    const news = updates.map((e, k) => bindTo(lines, `new${k}_`, convertCode(e, elements[k], loadCode(e, `u${k}`, 'p'))));
    const values = emitRegion(region.program, [...captures, ...olds, ...news], lines, 'r');
    const bound = values.map((v, k) => bindTo(lines, `value${k}_`, v));
    const stores = elements.map((e, k) => storeCode(e, `y${k}`, 'q', bound[k]));
    const parameters = ['n', 'from', 'to', ...names('u', updates.length), ...names('y', elements.length), 'cAt', ...names('c', region.captures)];
    return `${typeTag([...elements, ...updates])}(${parameters.join(', ')}) => { ${before.join(' ')} for (let i = 0; i < n; i++) { ${lines.join(' ')} ${stores.join(' ')} } }`;
  });
}

/** The same window by window: `from[i]` and `to[i]` begin windows of `width` neighboring elements. */
export function scatterRowsSource(elements: readonly ElementType[], updates: readonly ElementType[], region: RegionCode): string | null {
  const single = scatterSource(elements, updates, region);
  if (single === null) return null;
  const head = single.indexOf('for (let i = 0');
  const open = single.slice(0, head).replace('(n, from, to,', '(n, width, from, to,');
  const body = single.slice(head).replace('const p = from[i]; const q = to[i];', 'for (let j = 0, p = from[i], q = to[i]; j < width; j++, p++, q++) {');
  return `${open}${body.replace(/ \} \}$/, ' } } }')}`;
}

/**
 * (rows, n, step, rowAt, order, spare, xs…, cAt, c…) → void: a stable merge sort of positions 0 … n-1 of one row at a time by the comparator
 * region; `done(row, order)` takes the result. Elements of a row begin at `rowAt[row]` and lie `step` apart.
 */
export function sortSource(elements: readonly ElementType[], comparator: RegionCode): string | null {
  return whereCodeExists(() => {
    const before: string[] = [];
    const captures = captureCodes(comparator, 'c', before);
    const lines: string[] = [];
    const pairs = elements.flatMap((e, k) => [
      bindTo(lines, `a${k}_`, loadCode(e, `x${k}`, 'base + a * step')),
      bindTo(lines, `b${k}_`, loadCode(e, `x${k}`, 'base + b * step')),
    ]);
    const [less] = emitRegion(comparator.program, [...captures, ...pairs], lines, 'r');
    const parameters = ['rows', 'n', 'step', 'rowAt', 'order', 'spare', 'done', ...names('x', elements.length), 'cAt', ...names('c', comparator.captures)];
    return `${typeTag(elements)}(${parameters.join(', ')}) => {
      ${before.join(' ')}
      for (let row = 0; row < rows; row++) {
        const base = rowAt[row];
        const less = (a, b) => { ${lines.join(' ')} return ${less[0]} !== 0; };
        let source = order, target = spare;
        for (let i = 0; i < n; i++) source[i] = i;
        for (let start = 0; start < n; start += 8) {
          const end = Math.min(start + 8, n);
          for (let i = start + 1; i < end; i++) {
            const moving = source[i];
            let j = i - 1;
            for (; j >= start && less(moving, source[j]); j--) source[j + 1] = source[j];
            source[j + 1] = moving;
          }
        }
        for (let width = 8; width < n; width *= 2) {
          for (let start = 0; start < n; start += 2 * width) {
            const middle = Math.min(start + width, n), end = Math.min(start + 2 * width, n);
            let i = start, j = middle, k = start;
            if (middle < end && !less(source[middle], source[middle - 1])) { target.set(source.subarray(start, end), start); continue; }
            while (i < middle && j < end) target[k++] = less(source[j], source[i]) ? source[j++] : source[i++];
            while (i < middle) target[k++] = source[i++];
            while (j < end) target[k++] = source[j++];
          }
          const swapped = source; source = target; target = swapped;
        }
        done(row, source);
      }
    }`;
  });
}

/**
 * (g, xs, at…, cAt, c…) → void: for each window the row-major place of the element that `keeps` prefers; -1 for none. Operands of the nest: the
 * operand, the same by row-major place, and the result. `keeps` is the code of "the winner stays" from the winner's and the next element.
 */
export function windowSelectSource(element: ElementType, result: ElementType, structure: NestStructure, outer: number, keeps: SelectCode): string | null {
  return whereCodeExists(() => {
    const nest = emitNest(structure);
    const before: string[] = [];
    const captures = keeps.region ? captureCodes(keeps.region, 'c', before) : [];
    const lines: string[] = [];
    const next = bindTo(lines, 'e', loadCode(element, 'x', nest.position(0, structure.axes)));
    const best = next.map((_, part) => `best${part}`);
    const test: string[] = [];
    const stays = keeps.region
      ? `${emitRegion(keeps.region.program, [...captures, best, next], test, 'r')[0][0]} !== 0`
      : (keeps.test as (a: Code, b: Code) => string)(best, next);
    const take = `winner = ${nest.position(1, structure.axes)}; ${assign(best, next)}`;
    const inner = `${lines.join(' ')} if (winner < 0) { ${take} } else { ${test.join(' ')} if (!(${stays})) { ${take} } }`;
    const stored = result.bits === 64 ? 'BigInt(winner)' : 'winner';
    const body = `let winner = -1; let ${best.map((b) => `${b} = ${element.bits === 64 && element.kind !== 'float' ? '0n' : '0'}`).join(', ')}; ${nest.loops(outer, structure.axes, inner)} ${storeCode(result, 'y', nest.position(2, outer), [stored])}`;
    const parameters = ['g', 'x', 'y', 'cAt', ...names('c', keeps.region?.captures ?? 0)];
    return `${typeTag([element, result])}(${parameters.join(', ')}) => { ${nest.head} ${before.join(' ')} ${nest.loops(0, outer, body)} }`;
  });
}

/** The test that keeps a winner: a region, or code. */
export interface SelectCode {
  readonly region?: RegionCode;
  readonly test?: (winner: Code, next: Code) => string;
}

/** Arrays and places of captured scalars, as generated code takes them. */
export type CaptureArguments = readonly [at: readonly number[], ...arrays: TypedArray[]];
