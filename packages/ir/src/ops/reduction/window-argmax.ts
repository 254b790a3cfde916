import { opaque } from '../../algebra/index.ts';
import { arithmeticFor } from '../../evaluate/elementwise.ts';
import { buildByIndex, flatIndex } from '../../evaluate/index-space.ts';
import { attr, definePrimitive, ordered, type Primitive } from '../../primitive/index.ts';
import { isStatic } from '../../types/dim.ts';
import { type ElementValue, i32, i64 } from '../../types/element.ts';
import { elementAt, elementValue } from '../../types/literal.ts';
import { staticShape, type TensorType, tensorType } from '../../types/type.ts';
import { batchOf, tensorTypeOf } from '../values.ts';
import { allPositive, batchedWindows, entryForEachAxis, pairForEachAxis, windowElements, windowedShape } from './windows.ts';

/**
 * For each window the flat row-major position in `operand` of its first largest element (smallest, for 'LE'); -1 where a window is all padding.
 * The derivative of pooling reads it, and `tf.nn.maxPoolWithArgmax` is it. A value replaces the winner unless `winner >= value` (GE), so NaN never stays.
 */
export const windowArgmax: Primitive = definePrimitive({
  name: 'millrace.window_argmax',
  operands: { operand: ordered },
  attributes: {
    windowDimensions: attr.ints(),
    windowStrides: attr.ints(),
    baseDilations: attr.ints(),
    windowDilations: attr.ints(),
    padding: attr.matrix(),
    direction: attr.choice(['GE', 'GT', 'LE', 'LT']),
    element: attr.resultElement(),
  },
  constraints: {
    c1: ({ operand, windowDimensions }) => entryForEachAxis('windowDimensions', windowDimensions, operand.rank),
    c2: ({ operand, windowStrides }) => entryForEachAxis('windowStrides', windowStrides, operand.rank),
    c3: ({ operand, baseDilations }) => entryForEachAxis('baseDilations', baseDilations, operand.rank),
    c4: ({ operand, windowDilations }) => entryForEachAxis('windowDilations', windowDilations, operand.rank),
    c5: ({ operand, padding }) => pairForEachAxis(padding, operand.rank),
    c6: ({ windowDimensions, windowStrides, baseDilations, windowDilations }) =>
      allPositive('window sizes, strides and dilations', [...windowDimensions, ...windowStrides, ...baseDilations, ...windowDilations]),
    c7: ({ element }) => element === i32 || element === i64 || `positions must be i32 or i64; got ${element.name}`,
  },
  infer: ({ operand, element, windowDimensions, windowStrides, ...w }) =>
    tensorType(element, windowedShape(operand.shape, { dimensions: windowDimensions, strides: windowStrides, ...w })),
  evaluate: ({ operand, element, direction, windowDimensions, windowStrides, ...w }, { resultTypes }) => {
    const shape = staticShape(operand.type);
    const { less, equal } = arithmeticFor(operand);
    const keeps = (a: ElementValue, c: ElementValue): boolean => {
      const strict = direction === 'GE' || direction === 'GT' ? less(c, a) : less(a, c);
      return strict || ((direction === 'GE' || direction === 'LE') && equal(a, c));
    };
    return buildByIndex(resultTypes[0] as TensorType, (window) => {
      let winner = -1;
      for (const source of windowElements(window, shape, { dimensions: windowDimensions, strides: windowStrides, ...w })) {
        if (source === null) continue;
        const at = flatIndex(source, shape);
        if (winner < 0 || !keeps(elementAt(operand, winner), elementAt(operand, at))) winner = at;
      }
      return elementValue(element, winner);
    });
  },
  derivative: 'zero',
  batch: ({ operand, element, direction, windowDimensions, windowStrides, baseDilations, windowDilations, padding, size }, b) => {
    const w = batchedWindows({ dimensions: windowDimensions, strides: windowStrides, baseDilations, windowDilations, padding });
    const flat = b.windowArgmax(batchOf(operand, size, b), {
      windowDimensions: w.dimensions,
      windowStrides: w.strides,
      baseDilations: w.baseDilations,
      windowDilations: w.windowDilations,
      padding: w.padding,
      direction,
      element,
    });
    // Positions within the batch become positions within the example; -1 stays.
    const example = operand.type.size;
    if (!isStatic(example)) return 'loop';
    const type = tensorTypeOf(flat);
    const offset = b.multiply(b.iota({ iotaDimension: 0, shape: type.shape, element }), b.full(type, example));
    return b.select(b.compare(flat, b.zeros(type), { comparisonDirection: 'LT' }), flat, b.subtract(flat, offset));
  },
  lower: () => opaque('window_argmax'),
});
