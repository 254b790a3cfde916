import { applyScalar, half, one, pointwise, type Scalar, scalarInput } from '../../algebra/index.ts';
import { definePrimitive, floating, type Primitive } from '../../primitive/index.ts';

/** x * 0.5 * erfc(-x / sqrt 2): no cancellation for negative x. */
const exact = (x: Scalar): Scalar => x.mul(half).mul(applyScalar('erfc', [x.mul(-Math.SQRT1_2)]));
const inner = (x: Scalar): Scalar => x.mul(Math.sqrt(2 / Math.PI)).mul(one.add(x.mul(x).mul(0.044715)));
const approximated = (x: Scalar): Scalar => x.mul(half).mul(one.add(inner(x).tanh()));

/** d/dx = Phi(x) + x * phi(x). */
const exactSlope = (x: Scalar): Scalar => {
  const cumulative = half.mul(applyScalar('erfc', [x.mul(-Math.SQRT1_2)]));
  return cumulative.add(x.mul(x.mul(x).mul(-0.5).exp()).mul(1 / Math.sqrt(2 * Math.PI)));
};
const approximatedSlope = (x: Scalar): Scalar => {
  const t = inner(x).tanh();
  const slope = one.add(x.mul(x).mul(3 * 0.044715)).mul(Math.sqrt(2 / Math.PI));
  return half.mul(one.add(t)).add(
    half
      .mul(x)
      .mul(one.sub(t.mul(t)))
      .mul(slope),
  );
};

/** Gaussian error linear unit: x times the normal distribution function at x. Source: arXiv:1606.08415; `tf.nn.gelu` with approximate=False. */
export const gelu: Primitive = definePrimitive({
  name: 'millrace.gelu',
  operands: { x: floating },
  infer: ({ x }) => x.type,
  evaluate: ({ x }, { evaluateScalar }) => evaluateScalar(exact(scalarInput(0)), [x], x.type),
  derivative: { partials: [({ x }) => exactSlope(x)] },
  batch: 'elementwise',
  lower: ({ x }) => pointwise([x], exact),
  body: ({ x }, b) => b.pointwise(exact(scalarInput(0)), [x]),
});

/** The approximation of gelu with tanh. Source: arXiv:1606.08415; `tf.nn.gelu` with approximate=True. */
export const geluApproximate: Primitive = definePrimitive({
  name: 'millrace.gelu_approximate',
  operands: { x: floating },
  infer: ({ x }) => x.type,
  evaluate: ({ x }, { evaluateScalar }) => evaluateScalar(approximated(scalarInput(0)), [x], x.type),
  derivative: { partials: [({ x }) => approximatedSlope(x)] },
  batch: 'elementwise',
  lower: ({ x }) => pointwise([x], approximated),
  body: ({ x }, b) => b.pointwise(approximated(scalarInput(0)), [x]),
});
