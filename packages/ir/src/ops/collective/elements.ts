/** Combining what processes offer. */
import { convertElement } from '../../evaluate/arithmetic/convert.ts';
import type { RegionCall } from '../../primitive/index.ts';
import { allocate, type ElementType, writeElement } from '../../types/element.ts';
import { buildLiteral, elementAt, elementValue, type Literal, scalarLiteral, splat } from '../../types/literal.ts';
import { staticShape, stridesOf, type TensorType, tensorType } from '../../types/type.ts';

/** Elements combined over all literals, from the first on, in the element type of the computation's result. */
export function combineAll(literals: readonly Literal[], computation: RegionCall, element: ElementType): Literal {
  const [first] = literals;
  return buildLiteral(tensorType(element, first.type.shape), (i) => {
    const [start, ...others] = literals.map((l) => scalarLiteral(element, convertElement(l.type.element, element, elementAt(l, i))));
    return elementAt(
      others.reduce((sum, x) => computation(sum, x)[0] as Literal, start),
      0,
    );
  });
}

/** Sizes before, at and after an axis, as flat counts. */
function around(type: TensorType, axis: number): readonly [number, number, number] {
  const shape = staticShape(type);
  const inner = stridesOf(shape)[axis];
  return [type.size === 0 ? 0 : type.size / (inner * shape[axis]), shape[axis], inner];
}

/** Literals joined along an axis. */
export function joinAlong(literals: readonly Literal[], axis: number): Literal {
  const [{ type }] = literals;
  const size = literals.reduce((sum, l) => sum + (l.type.shape[axis] as number), 0);
  const whole = tensorType(
    type.element,
    type.shape.map((d, i) => (i === axis ? size : d)),
  );
  const data = allocate(type.element, whole.size);
  const [outer, , inner] = around(whole, axis);
  let next = 0;
  for (let o = 0; o < outer; o++) {
    for (const l of literals) {
      const run = (l.type.shape[axis] as number) * inner;
      for (let i = 0; i < run; i++) writeElement(type.element, data, next++, elementAt(l, o * run + i));
    }
  }
  return { type: whole, data };
}

/** A literal cut into equal parts along an axis. */
export function splitAlong(l: Literal, axis: number, count: number): Literal[] {
  const [outer, size, inner] = around(l.type, axis);
  const part = size / count;
  const type = tensorType(
    l.type.element,
    l.type.shape.map((d, i) => (i === axis ? part : d)),
  );
  return Array.from({ length: count }, (_, k) => {
    const data = allocate(type.element, type.size);
    let next = 0;
    for (let o = 0; o < outer; o++)
      for (let i = 0; i < part * inner; i++) writeElement(type.element, data, next++, elementAt(l, (o * size + k * part) * inner + i));
    return { type, data };
  });
}

/** What a process gets that nobody sends to: zeros. */
export function zerosOf(type: TensorType): Literal {
  const { quantization } = type.element;
  // The stored value of a quantized zero is the zero point.
  return splat(type, quantization ? quantization.zeroPoints[0] : elementValue(type.element, 0));
}
