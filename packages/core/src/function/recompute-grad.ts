/** Saving memory by computing twice. Source: `tf.recompute_grad`; Chen et al., arXiv:1604.06174. */
import { isDifferentiableType, withoutRecorder } from '@millrace/ir';
import { rememberStreams } from '../ops/random/seed.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { customGradient, type GradientContext } from './custom-gradient.ts';
import { GradientTape } from './gradient-tape.ts';

/**
 * `f` with the same value and gradient, which keeps no intermediate value for the backward pass: that runs `f` again. Random operations of
 * the program's streams draw the same numbers in both runs; a `tf.random.Generator` used inside moves on twice.
 */
export function recomputeGrad(f: (...xs: Tensor[]) => Tensor): (...xs: TensorLike[]) => Tensor {
  return customGradient((...xs: Tensor[]) => {
    const restore = rememberStreams();
    const value = withoutRecorder('all', () => f(...xs));
    const grad = (
      dy: Tensor,
      { variables }: GradientContext,
    ): readonly (Tensor | null)[] | readonly [readonly (Tensor | null)[], readonly (Tensor | null)[]] => {
      const resume = rememberStreams();
      restore();
      const tape = new GradientTape();
      const again = (): Tensor =>
        tape.run(() => {
          tape.watch(xs.filter((x) => isDifferentiableType(x.type)));
          return f(...xs);
        });
      const result = finish(again, resume);
      const gradients = tape.gradient(result, [...xs, ...variables], { outputGradients: dy }) as (Tensor | null)[];
      return variables.length > 0 ? [gradients.slice(0, xs.length), gradients.slice(xs.length)] : gradients;
    };
    return { value, grad };
  });
}

function finish<T>(body: () => T, after: () => void): T {
  try {
    return body();
  } finally {
    after();
  }
}
