/**
 * Pointwise forms as loops. Two shapes of loop: `flat` where every operand is row-major or a single element, and `strided`, a nest over
 * coalesced axes, for anything else.
 */
import type { ElementType, PointwiseForm, Scalar } from '@millrace/ir';
import { type Code, codeKind, loadCode, storeCode, typeTag } from './element-code.ts';
import { emitScalars, unrounded, whereCodeExists } from './scalar-code.ts';

export interface PointwiseSignature {
  readonly form: PointwiseForm;
  readonly operands: readonly ElementType[];
  readonly results: readonly ElementType[];
}

/** How an operand is read in a flat loop: element by element, or once. */
export type FlatMode = 'each' | 'once';

const argumentNames = (count: number, letter: string): string[] => Array.from({ length: count }, (_, i) => `${letter}${i}`);

/** The source of a flat loop, (n, x0, o0, x1, o1, …, y0, …) → void with offsets in elements; null where an operation has no code. */
export function flatSource(signature: PointwiseSignature, modes: readonly FlatMode[]): string | null {
  const { operands, results, form } = signature;
  if (!hasCode([...operands, ...results]) || usesCoordinates(form.results)) return null;
  const before: string[] = [];
  const lines: string[] = [];
  const codes = operands.map((element, i): Code => {
    const into = modes[i] === 'once' ? before : lines;
    return loadInto(into, element, `x${i}`, modes[i] === 'once' ? `o${i}` : `o${i} + i`, `e${i}_`);
  });
  const bits = operands.map((element, i) => storedBits(element, `x${i}`, modes[i] === 'once' ? `o${i}` : `o${i} + i`));
  return whereCodeExists(() => {
    const values = emitScalars(form.results, results, { elements: operands, codes, bits }, lines);
    const stores = storeAll(values, results, 'i', lines);
    const parameters = ['n', ...operands.flatMap((_, i) => [`x${i}`, `o${i}`]), ...argumentNames(results.length, 'y')];
    return `${typeTag([...operands, ...results])}(${parameters.join(', ')}) => { ${before.join(' ')} for (let i = 0; i < n; i++) { ${lines.join(' ')} ${stores.join(' ')} } }`;
  });
}

/**
 * The source of a nest of `rank` loops, (geometry, x0, …, y0, …) → void. `geometry` holds the sizes, then for each operand its offset and
 * its strides, all in elements. Results are row-major.
 */
export function stridedSource(signature: PointwiseSignature, rank: number): string | null {
  const { operands, results, form } = signature;
  if (!hasCode([...operands, ...results])) return null;
  const lines: string[] = [];
  const codes = operands.map((element, i) => loadInto(lines, element, `x${i}`, `p${i}_${rank}`, `e${i}_`));
  const bits = operands.map((element, i) => storedBits(element, `x${i}`, `p${i}_${rank}`));
  return whereCodeExists(() => {
    const values = emitScalars(form.results, results, { elements: operands, codes, bits, coordinate: (axis) => `i${axis}` }, lines);
    const stores = storeAll(values, results, 'out', lines);
    const parameters = ['g', ...argumentNames(operands.length, 'x'), ...argumentNames(results.length, 'y')];
    let at = rank;
    const head: string[] = [];
    for (let axis = 0; axis < rank; axis++) head.push(`const n${axis} = g[${axis}];`);
    operands.forEach((_, i) => {
      head.push(`const p${i}_0 = g[${at++}];`);
      for (let axis = 0; axis < rank; axis++) head.push(`const s${i}_${axis} = g[${at++}];`);
    });
    let body = `${lines.join(' ')} ${stores.join(' ')} out++;`;
    for (let axis = rank - 1; axis >= 0; axis--) {
      const starts = operands.map((_, i) => `, p${i}_${axis + 1} = p${i}_${axis}`).join('');
      const steps = operands.map((_, i) => `, p${i}_${axis + 1} += s${i}_${axis}`).join('');
      body = `for (let i${axis} = 0${starts}; i${axis} < n${axis}; i${axis}++${steps}) { ${body} }`;
    }
    return `${typeTag([...operands, ...results])}(${parameters.join(', ')}) => { ${head.join(' ')} let out = 0; ${body} }`;
  });
}

/** Loads an element into constants, so that an expression that uses it twice reads memory once. */
function loadInto(lines: string[], element: ElementType, array: string, index: string, name: string): Code {
  return loadCode(element, array, index).map((code, part) => {
    lines.push(`const ${name}${part} = ${code};`);
    return `${name}${part}`;
  });
}

function storeAll(values: readonly Code[], results: readonly ElementType[], index: string, lines: string[]): string[] {
  const stored = values.length === 1 ? [unrounded(values[0], results[0], lines)] : values;
  return stored.map((v, k) => storeCode(results[k], `y${k}`, index, v));
}

const storedBits = (element: ElementType, array: string, index: string): string | null => (element.format ? `${array}[${index}]` : null);

/** Whether an expression reads coordinates, so that axes must stay apart. */
export function usesCoordinates(expressions: readonly Scalar[]): boolean {
  const visit = (s: Scalar): boolean => s.node.kind === 'index' || (s.node.kind === 'apply' && s.node.args.some(visit));
  return expressions.some(visit);
}

const hasCode = (elements: readonly ElementType[]): boolean => elements.every((e) => codeKind(e) !== null);
