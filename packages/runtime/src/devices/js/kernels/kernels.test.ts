/** Kernels by name at sizes where their loops change: long rows, runs copied at once, merges, windows that stick out. */
import {
  buildLiteral,
  combinerRegion,
  type ElementType,
  EvalBuilder,
  elementAt,
  evaluateOperation,
  f32,
  f64,
  i8,
  i32,
  i64,
  installBase,
  type Literal,
  literal,
  methods,
  type Primitive,
  primitives,
  type Region,
  tensorType,
  trace,
  ui16,
  ui64,
} from '@millrace/ir';
import { expect, test } from 'vitest';
import { executeOn, type Layout } from '../../execute.ts';
import { jsDevice } from '../device.ts';
import { reversedLayout } from '../layouts.ts';

const evaluator = new EvalBuilder();
installBase(evaluator);

const draw = (element: ElementType, shape: readonly number[], seed: number, scale: number = 1): Literal =>
  buildLiteral(tensorType(element, shape), (i) => {
    const x = Math.sin((i + 1) * seed * 12.9898) * 43758.5453;
    const unit = x - Math.floor(x);
    return element === i64 ? BigInt(Math.floor(unit * scale)) : element.kind === 'float' ? (unit - 0.5) * scale : Math.floor(unit * scale);
  });

type Operation = { primitive: Primitive; operands: readonly Literal[]; attributes: Record<string, unknown>; regions?: readonly Region[] };

/** The js device and the evaluator on the same operands. */
function both({ primitive, operands, attributes, regions = [] }: Operation, layout?: Layout): { got: unknown[][]; want: unknown[][] } {
  const bound = regions.map((r) => ({ program: r.program, captures: r.captures.map((c) => c.payload as Literal) }));
  const got = executeOn(jsDevice, { primitive, operands, attributes: attributes as never, regions: bound }, layout);
  const want = evaluateOperation(primitive, operands, attributes as never, bound) as readonly Literal[];
  expect(got).not.toBeNull();
  return { got: (got as readonly Literal[]).map((l) => [...l.data]), want: want.map((l) => [...l.data]) };
}

function agrees(operation: Operation): void {
  for (const layout of [undefined, reversedLayout]) {
    const { got, want } = both(operation, layout);
    expect(got).toEqual(want);
  }
}

const scalar = (element: ElementType): ReturnType<typeof tensorType> => tensorType(element, []);
const ascending = (element: ElementType): Region => trace([scalar(element), scalar(element)], (a, b) => [methods.compare(a, b, { comparisonDirection: 'LT' })]);

test.each([1, 2, 8, 9, 16, 17, 100, 257])('sorts rows of %i along either axis', (n) => {
  const rows = draw(f32, [3, n], 1, 10);
  const want = [0, 1, 2].flatMap((r) => [...(rows.data as Float32Array).slice(r * n, (r + 1) * n)].sort((a, b) => a - b));
  const sorted = executeOn(jsDevice, { primitive: primitives.sort, operands: [rows], attributes: { dimension: 1 }, regions: [bind(ascending(f32))] });
  expect([...(sorted as readonly Literal[])[0].data]).toEqual(want);
  agrees({ primitive: primitives.sort, operands: [draw(i32, [n, 2], 3, 5)], attributes: { dimension: 0 }, regions: [ascending(i32)] });
});

const bind = (r: Region): { program: Region['program']; captures: readonly Literal[] } => ({
  program: r.program,
  captures: r.captures.map((c) => c.payload as Literal),
});

test('sort is stable, moves several inputs together, and calls a comparator with a capture', () => {
  const keys = draw(i32, [200], 5, 7);
  const places = buildLiteral(tensorType(i32, [200]), (i) => i);
  const offset = methods.scalar(i32, 3);
  const comparator = trace([scalar(i32), scalar(i32), scalar(i32), scalar(i32)], (a, b) => [
    methods.compare(methods.remainder(methods.add(a, offset), methods.scalar(i32, 5)), methods.remainder(methods.add(b, offset), methods.scalar(i32, 5)), {
      comparisonDirection: 'GT',
    }),
  ]);
  agrees({ primitive: primitives.sort, operands: [keys, places], attributes: { dimension: 0 }, regions: [comparator] });
});

const rowsOfTable = { offsetDims: [1], collapsedSliceDims: [0], startIndexMap: [0], indexVectorDim: 1 };

test.each([1, 5, 24, 100])('gathers rows of %i elements, indices out of range moved inside', (width) => {
  for (const element of [f32, i64]) {
    const table = draw(element, [11, width], 2, 100);
    const indices = literal(tensorType(i32, [5, 1]), Int32Array.of(0, 10, 3, -4, 99));
    agrees({ primitive: primitives.gather, operands: [table, indices], attributes: { dimensionNumbers: rowsOfTable, sliceSizes: [1, width] } });
  }
});

test('gathers windows with the index vector in front and batching axes', () => {
  const operand = draw(f64, [2, 6, 7], 3, 10);
  const indices = buildLiteral(tensorType(i64, [2, 2, 4]), (i) => BigInt((i * 7) % 9) - 1n);
  const dimensionNumbers = {
    offsetDims: [1, 3],
    collapsedSliceDims: [],
    operandBatchingDims: [0],
    startIndicesBatchingDims: [1],
    startIndexMap: [2, 1],
    indexVectorDim: 0,
  };
  agrees({ primitive: primitives.gather, operands: [operand, indices], attributes: { dimensionNumbers, sliceSizes: [1, 3, 2] } });
});

const scatterRows = { updateWindowDims: [1], insertedWindowDims: [0], scatterDimsToOperandDims: [0], indexVectorDim: 1 };
const replace = (element: ElementType): Region => trace([scalar(element), scalar(element)], (_old, next) => [next]);

test.each([1, 6, 40])('scatters rows of %i elements: duplicates in order, rows outside skipped', (width) => {
  for (const region of [combinerRegion('add', f32), replace(f32), combinerRegion('maximum', f32)]) {
    for (const last of [3, 12]) {
      const operands = [draw(f32, [9, width], 1), literal(tensorType(i32, [4, 1]), Int32Array.of(2, 7, 2, last)), draw(f32, [4, width], 4)];
      agrees({ primitive: primitives.scatter, operands, attributes: { scatterDimensionNumbers: scatterRows }, regions: [region] });
    }
  }
});

test('scatters windows whose axes come first, and that stick out', () => {
  const operands = [draw(i32, [5, 6], 1, 50), buildLiteral(tensorType(i32, [3, 2]), (i) => [0, 1, 3, 5, 4, 4][i]), draw(i32, [2, 2, 3], 4, 50)];
  const scatterDimensionNumbers = { updateWindowDims: [0, 1], insertedWindowDims: [], scatterDimsToOperandDims: [0, 1], indexVectorDim: 1 };
  agrees({ primitive: primitives.scatter, operands, attributes: { scatterDimensionNumbers }, regions: [combinerRegion('add', i32)] });
  agrees({ primitive: primitives.scatter, operands, attributes: { scatterDimensionNumbers }, regions: [replace(i32)] });
});

test('top_k keeps the order of equal elements and puts NaN first', () => {
  const x = buildLiteral(tensorType(f32, [2, 50]), (i) => (i % 17 === 3 ? Number.NaN : (i * 7) % 5));
  agrees({ primitive: primitives.topK, operands: [x], attributes: { k: 12 } });
  agrees({ primitive: primitives.topK, operands: [draw(i64, [3, 40], 2, 9)], attributes: { k: 40 } });
});

test.each(['PHILOX', 'THREE_FRY'])('random bits of %s for every width and odd sizes', (rngAlgorithm) => {
  const size = rngAlgorithm === 'PHILOX' ? 3 : 2;
  // The counter's low words are about to overflow.
  const state = literal(tensorType(ui64, [size]), BigUint64Array.of(0x0123456789abcdefn, 2n ** 64n - 3n, 7n).slice(0, size));
  for (const element of [i8, ui16, f32, i32, f64, ui64]) {
    const type = tensorType(element, [3, 5, 7]);
    const resultTypes = [state.type, type];
    const bits = (l: Literal): Uint8Array => new Uint8Array(l.data.buffer, l.data.byteOffset, l.data.byteLength);
    const operation = { primitive: primitives.rngBitGenerator, operands: [state], attributes: { rngAlgorithm, resultTypes } };
    const got = executeOn(jsDevice, operation) as readonly Literal[];
    const want = evaluateOperation(operation.primitive, [state], operation.attributes) as readonly Literal[];
    expect(got.map(bits)).toEqual(want.map(bits));
  }
});

test('windows that overlap and lie in padding choose their winners as the evaluator does', () => {
  const operand = draw(f32, [1, 9, 8, 3], 5, 4);
  const attributes = {
    windowDimensions: [1, 3, 2, 1],
    windowStrides: [1, 2, 1, 1],
    padding: [
      [0, 0],
      [1, 1],
      [1, 0],
      [0, 0],
    ],
  };
  const source = draw(f32, [1, 5, 8, 3], 6);
  const select = trace([scalar(f32), scalar(f32)], (a, b) => [methods.compare(a, b, { comparisonDirection: 'GE' })]);
  const init = literal(scalar(f32), Float32Array.of(0));
  const { got, want } = both({
    primitive: primitives.selectAndScatter,
    operands: [operand, source, init],
    attributes,
    regions: [select, combinerRegion('add', f32)],
  });
  expect(got).toEqual(want);
  expect(elementAt(operand, 0)).not.toBe(0);
});
