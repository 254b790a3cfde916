/** Special functions on the js device are the evaluator's, rounded once: equal bits, not only near values. */
import { bf16, buildLiteral, type ElementType, evaluateOperation, f16, f32, f64, type Literal, primitives, tensorType } from '@millrace/ir';
import { expect, test } from 'vitest';
import { executeOn } from '../execute.ts';
import { jsDevice } from './device.ts';

const { erf, erfc, erfInv, lgamma, digamma, polygamma, zeta, besselI0e, besselI1e, nextAfter } = primitives;

const count = 400;
/** -8 to 8, with tiny, huge and special numbers. */
const reals = [0, -0, Infinity, -Infinity, NaN, 1, -1, 1e-30, -1e-30, 1e30, -1e30, 0.5, -0.5, 1.5, -2];
const draw = (element: ElementType, seed: number): Literal =>
  buildLiteral(tensorType(element, [count]), (i) => {
    if (i < reals.length) return reals[(i * seed) % reals.length];
    const x = Math.sin((i + 1) * seed * 12.9898) * 43758.5453;
    return (x - Math.floor(x) - 0.5) * 16;
  });
/** Orders of polygamma and exponents of zeta. */
const orders = (element: ElementType): Literal => buildLiteral(tensorType(element, [count]), (i) => (i % 5) + (i % 3 === 2 ? 0.5 : 0));

for (const element of [f32, f64, f16, bf16]) {
  test.each([erf, erfc, erfInv, lgamma, digamma, besselI0e, besselI1e].map((p) => [p.shortName, p] as const))(`%s of ${element.name}`, (_name, primitive) => {
    const operands = [draw(element, 1)];
    const got = executeOn(jsDevice, { primitive, operands, attributes: {}, regions: [] });
    expect(got?.[0].data).toEqual((evaluateOperation(primitive, operands) as readonly Literal[])[0].data);
  });
  test.each([polygamma, zeta, nextAfter].map((p) => [p.shortName, p] as const))(`%s of ${element.name}`, (_name, primitive) => {
    const operands = [primitive === nextAfter ? draw(element, 2) : orders(element), draw(element, 1)];
    const got = executeOn(jsDevice, { primitive, operands, attributes: {}, regions: [] });
    expect(got?.[0].data).toEqual((evaluateOperation(primitive, operands) as readonly Literal[])[0].data);
  });
}
