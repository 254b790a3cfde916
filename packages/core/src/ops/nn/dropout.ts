/** Dropout: random zeros while training. */
import { failure, i1, type Shape, scalarInput, select, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { describe } from '../../tensor/describe.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { broadcastTensor, requireKind } from '../broadcast.ts';
import { floating } from '../math/families.ts';
import { pointwise } from '../pointwise.ts';
import { plainDrawing, randomTensor } from '../random/random-tensor.ts';
import { type Seed, type Source, statefulSource, statelessSource } from '../random/seed.ts';
import { requireOptions } from '../required-options.ts';

export interface DropoutOptions {
  /** Probability of each element to become 0, in [0, 1). */
  readonly rate: number;
  /** Shape of the random mask, which broadcasts to x: null or 1 where whole axes are dropped together (null stands for the size of x). */
  readonly noiseShape?: readonly (number | null)[] | null;
  /** Seed of the operation; see `tf.random.setSeed`. */
  readonly seed?: number | bigint;
}

/**
 * Sets elements to 0 with probability `rate` and scales the others by 1 / (1 - rate), so that the expected sum stays.
 * Source: Srivastava et al., JMLR 15 (2014); `tf.nn.dropout`.
 * @throws ValueError when the rate is outside [0, 1)
 */
export function dropout(x: TensorLike, options: DropoutOptions): Tensor {
  requireOptions('nn.dropout', options, ['rate', 'noiseShape', 'seed'], ['rate']);
  return drop('nn.dropout', x, options.rate, options.noiseShape, statefulSource('dropout', options.seed), 'own');
}

export interface StatelessDropoutOptions {
  readonly rate: number;
  /** Two integers that decide the mask. */
  readonly seed: Seed;
  readonly noiseShape?: readonly (number | null)[] | null;
}

/** `dropout` with the mask as a function of the seed. Source: `tf.nn.experimental.stateless_dropout`. */
export function statelessDropout(x: TensorLike, options: StatelessDropoutOptions): Tensor {
  requireOptions('nn.statelessDropout', options, ['rate', 'noiseShape', 'seed'], ['rate', 'seed']);
  return drop('nn.statelessDropout', x, options.rate, options.noiseShape, statelessSource('nn.statelessDropout', options.seed), 'shared');
}

const [value, keep] = [scalarInput(0), scalarInput(1)];

function drop(op: string, given: TensorLike, rate: number, noiseShape: DropoutOptions['noiseShape'], source: Source, sharing: 'own' | 'shared'): Tensor {
  if (typeof rate !== 'number' || !(rate >= 0 && rate < 1))
    throw failure('value', { op, message: `rate is ${typeof rate === 'number' ? rate : describe(rate)}`, valid: 'a number in [0, 1)' });
  const x = toTensor(op, given);
  requireKind(op, x, floating);
  const shape = maskShape(op, x, noiseShape);
  if (rate === 0) return x;
  const mask = randomTensor(op, shape, plainDrawing(i1, 'mask', rate), source, sharing);
  // The mask stays as bytes: a tape keeps a quarter of what float noise would take.
  return pointwise(select(keep, value.mul(1 / (1 - rate)), 0), [x, broadcastTensor(mask, x.type.shape)]);
}

function maskShape(op: string, x: Tensor, noiseShape: DropoutOptions['noiseShape']): Shape {
  const own = x.type.shape;
  if (!noiseShape) return own;
  if (!Array.isArray(noiseShape)) throw failure('wrong-kind', { op, message: `noiseShape is ${describe(noiseShape)}`, valid: 'a list of sizes' });
  const fits = noiseShape.length === own.length && noiseShape.every((d, i) => d === null || d === 1 || d === own[i]);
  if (!fits) throw failure('shape-mismatch', { op, message: `noiseShape ${showShape(noiseShape)} does not broadcast to x, which has shape ${showShape(own)}` });
  return noiseShape.map((d, i) => d ?? own[i]);
}
