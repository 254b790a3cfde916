/** Sums and products in the canonical order (loops/reduction-order.ts) as JavaScript: over one run of elements, and over rows at once. */
import { reductionBlock, reductionLanes } from '../../loops/reduction-order.ts';

/** How partial results combine, and where they are rounded. */
export interface LaneOperation {
  readonly combiner: 'add' | 'multiply';
  /** Every step rounds to f32; otherwise steps are f64. */
  readonly single: boolean;
}

const lanes = Array.from({ length: reductionLanes }, (_, j) => j);

export const identityCode = (op: LaneOperation): string => (op.combiner === 'add' ? '-0' : '1');

/** a op b, rounded. */
export function combineCode({ combiner, single }: LaneOperation, a: string, b: string): string {
  const code = combiner === 'add' ? `${a} + ${b}` : `${a} * ${b}`;
  return single ? `Math.fround(${code})` : code;
}

/** Statements that combine l0 … l15 into l0. */
function treeCode(op: LaneOperation, lane: (j: number) => string): string {
  const lines: string[] = [];
  for (let half = reductionLanes / 2; half >= 1; half /= 2) {
    for (let j = 0; j < half; j++) lines.push(`${lane(j)} = ${combineCode(op, lane(j), lane(j + half))};`);
  }
  return lines.join(' ');
}

/** (x, start, step, n) → the total of n elements of x. */
export function runSource(op: LaneOperation): string {
  const identity = identityCode(op);
  const full = lanes.map((j) => `l${j} = ${combineCode(op, `l${j}`, `x[p + ${j} * step]`)};`).join(' ');
  const rest = lanes
    .slice(0, -1)
    .map((j) => `if (rest > ${j}) l${j} = ${combineCode(op, `l${j}`, `x[p + ${j} * step]`)};`)
    .join(' ');
  const finish = combineCode(op, 'stack[--depth]', 'total');
  return `/* ${op.single ? 'f32' : 'f64'} */ (x, start, step, n) => {
    let p = start, depth = 0, index = 0;
    let stack = null;
    for (let done = 0; ; done += ${reductionBlock}, index++) {
      const count = Math.min(n - done, ${reductionBlock});
      const groups = count >> 4, rest = count & 15;
      let ${lanes.map((j) => `l${j} = ${identity}`).join(', ')};
      for (let i = 0; i < groups; i++, p += ${reductionLanes} * step) { ${full} }
      ${rest}
      p += rest * step;
      ${treeCode(op, (j) => `l${j}`)}
      if (index === 0 && done + count >= n) return l0;
      stack ??= new Float64Array(64);
      for (let c = index; c & 1; c >>= 1) l0 = ${combineCode(op, 'stack[--depth]', 'l0')};
      stack[depth++] = l0;
      if (done + count >= n) break;
    }
    let total = stack[--depth];
    while (depth > 0) total = ${finish};
    return total;
  }`;
}

/**
 * (x, start, step, n, width, y) → totals of `width` neighboring columns of n rows, written to the start of y: as `runSource` for each column, but
 * memory is read row by row. Lanes and block results are rows of scratch arrays.
 */
export function columnsSource(op: LaneOperation): string {
  const kind = op.single ? 'Float32Array' : 'Float64Array';
  const identity = identityCode(op);
  return `/* ${op.single ? 'f32' : 'f64'} */ (x, start, step, n, width, y) => {
    const lanes = new ${kind}(${reductionLanes} * width);
    const stack = [];
    let p = start, index = 0;
    for (let done = 0; ; done += ${reductionBlock}, index++) {
      const count = Math.min(n - done, ${reductionBlock});
      lanes.fill(${identity});
      for (let i = 0; i < count; i++, p += step) {
        const at = (i & 15) * width;
        for (let j = 0; j < width; j++) lanes[at + j] = ${combineCode(op, 'lanes[at + j]', 'x[p + j]')};
      }
      for (let half = 8; half >= 1; half >>= 1) {
        const upper = half * width;
        for (let j = 0; j < upper; j++) lanes[j] = ${combineCode(op, 'lanes[j]', 'lanes[j + upper]')};
      }
      const last = done + count >= n;
      if (last && index === 0) { for (let j = 0; j < width; j++) y[j] = lanes[j]; return; }
      const total = lanes.slice(0, width);
      for (let c = index; c & 1; c >>= 1) { const left = stack.pop(); for (let j = 0; j < width; j++) total[j] = ${combineCode(op, 'left[j]', 'total[j]')}; }
      stack.push(total);
      if (last) break;
    }
    const total = stack.pop();
    while (stack.length > 0) { const left = stack.pop(); for (let j = 0; j < width; j++) total[j] = ${combineCode(op, 'left[j]', 'total[j]')}; }
    for (let j = 0; j < width; j++) y[j] = total[j];
  }`;
}
