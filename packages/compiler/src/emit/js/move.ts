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
