/** Chains of views against the evaluator: whatever shares data, the elements are those of copies. */
import {
  buildLiteral,
  combinerRegion,
  EvalBuilder,
  f32,
  installBase,
  type Literal,
  methods,
  plainHost,
  type TensorType,
  tensorType,
  type Value,
} from '@millrace/ir';
import { Random } from '@millrace/testing';
import { expect, test } from 'vitest';
import { EagerBuilder } from './eager-builder.ts';

type Step = (x: Value) => Value;
const shapeOf = (x: Value): readonly number[] => (x.type as TensorType).shape as readonly number[];

/** A random operation that moves elements, or computes with them, decided by the shape alone. */
function randomStep(random: Random, shape: readonly number[]): Step {
  const rank = shape.length;
  const axes = shape.map((_, axis) => axis);
  const seeded = axes.map(() => random.next());
  const kind = random.integer(0, 8);
  if (kind === 0) return (x) => methods.transpose(x, { permutation: [...axes].sort((a, b) => seeded[a] - seeded[b]) });
  if (kind === 1 && rank < 5) return (x) => methods.broadcastInDim(x, { shape: [3, ...shape], broadcastDimensions: axes.map((a) => a + 1) });
  if (kind === 2) return (x) => methods.reshape(x, { shape: [shape.reduce((n, d) => n * d, 1)] });
  if (kind === 3) {
    const startIndices = shape.map((d, axis) => Math.floor(seeded[axis] * d * 0.6));
    const strides = shape.map((d, axis) => (d > 3 && seeded[axis] > 0.7 ? 2 : 1));
    return (x) => methods.slice(x, { startIndices, limitIndices: shape, strides });
  }
  if (kind === 4) return (x) => methods.add(x, x);
  if (kind === 5) return (x) => methods.reverse(x, { dimensions: axes.filter((a) => seeded[a] > 0.5) });
  if (kind === 6 && rank > 1) return (x) => methods.reduce([x], [methods.scalar(f32, 0)], { dimensions: [0], body: combinerRegion('maximum', f32) })[0];
  return (x) => methods.reshape(x, { shape: [...shape, 1] });
}

function run(start: Literal, steps: readonly Step[]): Value {
  return steps.reduce((x, step) => step(x), methods.constant(start));
}

test.each(Array.from({ length: 60 }, (_, seed) => seed))('chain %i', (seed) => {
  const random = new Random(1000 + seed);
  const shape = Array.from({ length: random.integer(1, 4) }, () => random.integer(seed % 10 === 0 ? 0 : 1, 14));
  const start = buildLiteral(tensorType(f32, shape), (i) => i - 50);
  const evaluator = new EvalBuilder();
  installBase(evaluator);
  const steps: Step[] = [];
  let want = methods.constant(start);
  for (let i = 0; i < 7 && (want.type as TensorType).size < 20_000; i++) {
    const step = randomStep(random, shapeOf(want));
    steps.push(step);
    want = step(want);
  }
  const eager = new EagerBuilder(plainHost);
  installBase(eager);
  // Twice: the second run finds everything in the caches.
  for (let round = 0; round < 2; round++) {
    const got = run(start, steps);
    expect(got.type).toBe(want.type);
    expect([...eager.dataOf(got)]).toEqual([...(want.payload as Literal).data]);
  }
});
