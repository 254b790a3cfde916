import { opaque } from '../../algebra/index.ts';
import { failure } from '../../errors/index.ts';
import { type Arg, anyTensor, definePrimitive, type Primitive, variadic } from '../../primitive/index.ts';
import { isDifferentiable } from '../../types/element.ts';
import type { Type } from '../../types/type.ts';
import { batchOf, isDifferentiableValue, tensorTypeOf } from '../values.ts';

const differentiable = (inputs: readonly Arg[]): Arg[] => inputs.filter((x) => isDifferentiable(x.element));

/**
 * The results of `body(inputs...)`, with a derivative of its own: `vjp(inputs..., results..., cotangents of all results...)` returns a cotangent
 * for each input that is floating or complex. Reverse mode uses it as it is; forward mode transposes it, for which it must be linear in the
 * cotangents. What the regions use from outside counts as constant: make it an input to differentiate by it. Source: `tf.custom_gradient`.
 */
export const customGradient: Primitive = definePrimitive({
  name: 'millrace.custom_gradient',
  operands: { inputs: variadic(anyTensor) },
  regions: { body: 'one', vjp: 'one' },
  results: 'variadic',
  constraints: {
    c1: ({ inputs, body }) => {
      const own = inputs.length === 0 ? [] : body.arguments.slice(-inputs.length);
      return (own.length === inputs.length && own.every((a, i) => a.type === inputs[i].type)) || `body must take (${inputs.map((x) => x.type).join(', ')})`;
    },
    c2: ({ inputs, body, vjp }) => {
      const results = body.results.map((r) => r.type);
      const wanted: Type[] = [...inputs.map((x) => x.type), ...results, ...results];
      const own = wanted.length === 0 ? [] : vjp.arguments.slice(-wanted.length);
      return (own.length === wanted.length && own.every((a, i) => a.type === wanted[i])) || `vjp must take (${wanted.join(', ')}): inputs, results, cotangents`;
    },
    c3: ({ inputs, vjp }) => {
      const wanted = differentiable(inputs).map((x) => x.type);
      return (
        (vjp.results.length === wanted.length && vjp.results.every((r, i) => r.type === wanted[i])) ||
        `vjp must return (${wanted.join(', ')}), a cotangent for each differentiable input; it returns (${vjp.results.map((r) => r.type).join(', ')})`
      );
    },
  },
  infer: ({ body }) => body.results.map((r) => r.type),
  evaluate: ({ inputs, body }) => body(...inputs),
  derivative: {
    vjp: ({ inputs, results, cts, vjp, body, neededCaptures }, b) => {
      const asked = body.captures.some((c, i) => neededCaptures[i] && isDifferentiableValue(c));
      if (asked || body.captureTangents?.some((t) => t !== null)) {
        throw failure('not-differentiable', {
          op: 'customGradient',
          message: 'the function uses a tensor from outside by which a derivative is asked for',
          hint: 'make it an argument of the function, or stop its gradient',
        });
      }
      const cotangents = results.map((r, i) => cts[i] ?? b.zeros(tensorTypeOf(r)));
      const back = b.call(vjp, [...inputs, ...results, ...cotangents]);
      let next = 0;
      return { inputs: inputs.map((x) => (isDifferentiableValue(x) ? back[next++] : null)) };
    },
  },
  batch: ({ inputs, body, vjp, size }, b) => {
    const all = (count: number): boolean[] => new Array<boolean>(count).fill(true);
    const results = body.program.results.length;
    return b.customGradient(
      inputs.map((x) => batchOf(x, size, b)),
      {
        body: b.batchRegion(body, all(inputs.length), size, all(results)).region,
        vjp: b.batchRegion(vjp, all(inputs.length + 2 * results), size, all(vjp.program.results.length)).region,
      },
    );
  },
  lower: () => opaque('custom_gradient'),
  body: ({ inputs, body }, b) => b.call(body, inputs),
});
