/** Derivatives where a function has a kink or a pole: which side they take is a definition (TensorFlow's), and differences cannot show it. */
import { describe, expect, test } from 'vitest';
import { currentBase, emit, installBase } from '../../builder/dispatch.ts';
import { trace } from '../../builder/trace.ts';
import type { Value } from '../../builder/value.ts';
import { EvalBuilder } from '../../evaluate/index.ts';
import type { Primitive } from '../../primitive/index.ts';
import { jvp, pullbackRegion } from '../../transforms/index.ts';
import { complex128, type ElementType, type ElementValue, f64 } from '../../types/element.ts';
import { elementAt, type Literal, scalarLiteral } from '../../types/literal.ts';
import * as table from '../index.ts';

installBase(new EvalBuilder());

const scalar = (x: ElementValue, element: ElementType): Value => currentBase().constant(scalarLiteral(element, x));
const read = (v: Value | null): ElementValue | null => v && elementAt(v.payload as Literal, 0);

/** The gradient by each operand, for a cotangent of 1; null is zero. */
function gradients(primitive: Primitive, operands: readonly ElementValue[], element: ElementType = f64): (ElementValue | null)[] {
  const values = operands.map((x) => scalar(x, element));
  const region = trace(
    values.map((v) => v.type),
    (...xs) => emit(primitive, xs),
  );
  const one = primitive === table.abs || element === f64 ? scalar(1, f64) : scalar({ re: 1, im: 0 }, element);
  return pullbackRegion(region, values, [one]).args.map(read);
}

describe('ties', () => {
  test('maximum and minimum give the whole gradient to lhs', () => {
    expect(gradients(table.maximum, [2, 2])).toEqual([1, 0]);
    expect(gradients(table.minimum, [2, 2])).toEqual([1, 0]);
    expect(gradients(table.maximum, [1, 2])).toEqual([0, 1]);
    expect(gradients(table.minimum, [1, 2])).toEqual([1, 0]);
  });

  test('clamp: a tie belongs to the operand, and max wins where min > max', () => {
    expect(gradients(table.clamp, [0, 0, 1])).toEqual([0, 1, 0]);
    expect(gradients(table.clamp, [0, 1, 1])).toEqual([0, 1, 0]);
    expect(gradients(table.clamp, [0, -1, 1])).toEqual([1, 0, 0]);
    expect(gradients(table.clamp, [0, 2, 1])).toEqual([0, 0, 1]);
    expect(gradients(table.clamp, [3, 0, 1])).toEqual([0, 0, 1]);
  });
});

describe('zero', () => {
  test('abs and sign', () => {
    expect(gradients(table.abs, [0])).toEqual([0]);
    expect(gradients(table.abs, [-2])).toEqual([-1]);
    expect(gradients(table.sign, [3])).toEqual([null]);
  });

  test('the modulus of a complex number grows in its own direction', () => {
    expect(gradients(table.abs, [{ re: 3, im: -4 }], complex128)).toEqual([{ re: 0.6, im: -0.8 }]);
    expect(gradients(table.abs, [{ re: 0, im: 0 }], complex128)).toEqual([{ re: 0, im: 0 }]);
  });

  test('power', () => {
    expect(gradients(table.power, [0, 0])).toEqual([0, 0]);
    expect(gradients(table.power, [0, 1])).toEqual([1, 0]);
    expect(gradients(table.power, [0, 2])).toEqual([0, 0]);
    expect(gradients(table.power, [-2, 3])).toEqual([12, 0]); // log(-2) is not a number
    expect(gradients(table.power, [Math.E, 2])[1]).toBeCloseTo(Math.E ** 2, 12);
  });

  test('bessel_i1e at 0', () => {
    expect(gradients(table.besselI1e, [0])).toEqual([0.5]);
  });
});

test('locally constant functions have no tangent', () => {
  for (const primitive of [table.floor, table.ceil, table.roundNearestEven, table.roundNearestAfz]) {
    expect(jvp((x) => emit(primitive, [x]), [scalar(1.5, f64)], [scalar(1, f64)]).tangents).toEqual([null]);
  }
});

test('next_after passes the tangent to its first operand', () => {
  expect(gradients(table.nextAfter, [1, 2])).toEqual([1, null]);
});
