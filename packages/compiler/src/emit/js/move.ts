/** Moves as JavaScript: one part of a result from one operand, element by element or run by run. */
import type { ElementType } from '@millrace/ir';
import type { NestStructure } from '../../loops/nest-plan.ts';
import { loadCode, storeCode, typeTag } from './element-code.ts';
import { emitNest } from './nest.ts';

/** (g, x, y) → void. Operands of the nest: the source and the result; what checks leave out keeps its value. `element` is a raw one. */
export function moveSource(element: ElementType, structure: NestStructure): string {
  const nest = emitNest(structure);
  const { axes } = structure;
  const inner = storeCode(element, 'y', nest.position(1, axes), loadCode(element, 'x', nest.position(0, axes)));
  return `${typeTag([element])}(g, x, y) => { ${nest.head} ${nest.loops(0, axes, inner)} }`;
}

/** The same where source and result step by 1 along the last axis: whole runs are copied at once. */
export function moveRunsSource(element: ElementType, structure: NestStructure): string {
  const nest = emitNest(structure);
  const last = structure.axes - 1;
  const { code, low, high } = nest.bounds(last);
  const lanes = element.lanes;
  const scaled = (x: string): string => (lanes === 1 ? x : `${lanes} * (${x})`);
  const [from, to] = [nest.position(0, last), nest.position(1, last)];
  const inner = `${code} if (${high} > ${low}) y.set(x.subarray(${scaled(`${from} + ${low}`)}, ${scaled(`${from} + ${high}`)}), ${scaled(`${to} + ${low}`)});`;
  return `${typeTag([element])}(g, x, y) => { ${nest.head} ${nest.loops(0, last, inner)} }`;
}

/** The code of a nest whose operands begin at `from[w]` and `to[w]` for each of `count` windows. */
const many = (element: ElementType, head: string, body: string): string =>
  `${typeTag([element])}(g, count, from, to, x, y) => { ${head} for (let w = 0; w < count; w++) { const p0_0 = from[w], p1_0 = to[w]; ${body} } }`;

/** (g, count, from, to, x, y) → void: `moveSource` for many windows of one shape. */
export function moveManySource(element: ElementType, structure: NestStructure): string {
  const nest = emitNest(structure);
  const { axes } = structure;
  const inner = storeCode(element, 'y', nest.position(1, axes), loadCode(element, 'x', nest.position(0, axes)));
  return many(element, nest.head, nest.loops(0, axes, inner));
}

/** `moveRunsSource` for many windows of one shape. */
export function moveManyRunsSource(element: ElementType, structure: NestStructure): string {
  const single = moveRunsSource(element, structure);
  const { head } = emitNest(structure);
  return many(element, head, single.slice(single.indexOf(head) + head.length, -2));
}

/** Elements on a side of a tile: two tiles of 8-byte elements fit in the first-level cache. */
const tile = 32;

/**
 * (g, x, offset, y) → void: a copy of a view in row-major order where the source steps by 1 along the last axis but one, and far along the last:
 * tile by tile, so that each line of memory is read once. `g` holds the sizes and the source's steps, outermost first.
 */
export function transposedCopySource(element: ElementType, rank: number): string {
  const [down, across] = [rank - 2, rank - 1];
  const lane = (array: string, index: string): string => storeCode(element, 'y', index, loadCode(element, array, `p + i * s${down} + j * s${across}`));
  let body = `for (let i0 = 0; i0 < n${down}; i0 += ${tile}) for (let j0 = 0; j0 < n${across}; j0 += ${tile}) {
    const i1 = Math.min(i0 + ${tile}, n${down}), j1 = Math.min(j0 + ${tile}, n${across});
    for (let i = i0; i < i1; i++) for (let j = j0, q = out + i * n${across} + j0; j < j1; j++, q++) { ${lane('x', 'q')} }
  } out += n${down} * n${across};`;
  for (let axis = down - 1; axis >= 0; axis--) {
    const before = axis === 0 ? 'offset' : `p${axis - 1}`;
    const name = axis === down - 1 ? 'p' : `p${axis}`;
    body = `for (let k${axis} = 0; k${axis} < n${axis}; k${axis}++) { const ${name} = ${before} + k${axis} * s${axis}; ${body} }`;
  }
  const names = Array.from({ length: rank }, (_, axis) => `const n${axis} = g[${axis}], s${axis} = g[${rank + axis}];`).join(' ');
  return `${typeTag([element])}(g, x, offset, y) => { ${names} let out = 0; ${down === 0 ? 'const p = offset;' : ''} ${body} }`;
}
