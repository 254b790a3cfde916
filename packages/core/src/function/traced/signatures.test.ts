/** tf.function: input signatures, open sizes, retracing and its warning, concrete functions, data-dependent JavaScript. */
import { setDevice } from '@millrace/runtime';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Tensor } from '../../index.ts';
import * as tf from '../../index.ts';

afterEach(() => void vi.restoreAllMocks());
const warnings = (): string[] => {
  const lines: string[] = [];
  vi.spyOn(console, 'warn').mockImplementation((line: string) => void lines.push(line));
  return lines;
};

describe('inputSignature', () => {
  test('64 batch sizes, one trace', () => {
    const w = new tf.Variable([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    const f = tf.function((x: Tensor) => tf.reduceSum(tf.matmul(x, w), { axis: 1 }).mul(2), { inputSignature: [new tf.TensorSpec({ shape: [null, 3] })] });
    for (let n = 1; n <= 64; n++) expect(f(tf.ones([n, 3])).array()).toEqual(new Array(n).fill(42));
    expect(f.tracingCount).toBe(1);
  });
  test('sizes with one name are equal', () => {
    const f = tf.function((x: Tensor, y: Tensor) => tf.reduceSum(tf.multiply(x, y)), {
      inputSignature: [{ shape: ['batch', 2] }, { shape: ['batch', 2] }],
    });
    expect(f(tf.ones([3, 2]), tf.ones([3, 2])).item()).toBe(6);
    expect(f(tf.ones([5, 2]), tf.fill([5, 2], 2)).item()).toBe(20);
    expect(f.tracingCount).toBe(1);
    expect(() => f(tf.ones([3, 2]), tf.ones([4, 2]))).toThrow(tf.errors.InvalidArgumentError);
  });
  test('a guard that does not hold is the ordinary shape error; size 1 that broadcasts gets its own trace', () => {
    const f = tf.function((x: Tensor, y: Tensor) => tf.add(x, y), { inputSignature: [{ shape: [null] }, { shape: [null] }] });
    expect(f([1, 2, 3] as never, [10, 20, 30] as never).array()).toEqual([11, 22, 33]);
    expect(f.tracingCount).toBe(1);
    expect(() => f([1, 2, 3] as never, [1, 2] as never)).toThrow(/add: .*\[3\].*\[2\].*signatures\.test\.ts/s);
    expect(f([1, 2, 3] as never, [1] as never).array()).toEqual([2, 3, 4]);
  });
  test('arguments are converted and checked: the error names the argument, what arrived and what is valid', () => {
    const f = tf.function((x: Tensor, y: { a: Tensor }) => tf.add(x, tf.reduceSum(y.a)), {
      name: 'f',
      inputSignature: [new tf.TensorSpec({ shape: [null, 2], dtype: 'float32' }), { a: new tf.TensorSpec({ shape: [3], dtype: 'float32' }) }],
    });
    expect(f([[1, 2]] as never, { a: tf.ones([3]) }).array()).toEqual([[4, 5]]);
    expect(() => f(tf.ones([2, 3]), { a: tf.ones([3]) })).toThrow(/f: argument 0 is a tensor float32 \[2, 3\].*\n.*a tensor float32 \[\?, 2\]/);
    expect(() => f(tf.ones([2, 2], { dtype: 'int32' }) as never, { a: tf.ones([3]) })).toThrow(/argument 0 is a tensor int32/);
    expect(() => (f as unknown as (x: Tensor) => unknown)(tf.ones([2, 2]))).toThrow(/got 1 arguments; inputSignature has 2/);
    expect(() => f(tf.ones([1, 2]), { b: tf.ones([3]) } as never)).toThrow(/keys differ/);
    expect(() => tf.function((x: Tensor) => x, { inputSignature: [3 as never] })).toThrow(/inputSignature\[0\] is 3/);
  });
  test('specs', () => {
    const spec = new tf.TensorSpec({ shape: [null, 3], dtype: 'int32', name: 'x' });
    expect(String(spec)).toBe('TensorSpec(shape=(None, 3), dtype=int32)');
    expect([
      spec.isCompatibleWith(tf.ones([7, 3], { dtype: 'int32' })),
      spec.isCompatibleWith(tf.ones([7, 3])),
      spec.isCompatibleWith(tf.ones([3], { dtype: 'int32' })),
    ]).toEqual([true, false, false]);
    expect(tf.TensorSpec.fromTensor(tf.ones([2])).shape).toEqual([2]);
    expect(() => new tf.TensorSpec({ shape: 3 as never })).toThrow(/shape is 3/);
    expect(() => new tf.TensorSpec({ shape: [-1] })).toThrow(/shape\[0\] is -1/);
  });
});

describe('reduceRetracing', () => {
  test('lengths 3, 5, 7, 9: two traces', () => {
    const f = tf.function((x: Tensor) => tf.reduceSum(x), { reduceRetracing: true });
    expect([3, 5, 7, 9].map((n) => f(tf.ones([n])).item())).toEqual([3, 5, 7, 9]);
    expect(f.tracingCount).toBe(2);
  });
  test('sizes that stay equal stay known; another rank is another trace', () => {
    const shapes: unknown[] = [];
    const f = tf.function(
      (x: Tensor) => {
        shapes.push(x.shape);
        return tf.reduceSum(x, { axis: 0 });
      },
      { reduceRetracing: true },
    );
    for (const n of [2, 3, 4]) f(tf.ones([n, 5]));
    f(tf.ones([5]));
    expect(shapes).toEqual([[2, 5], [null, 5], [5]]);
    // The exact trace is preferred to the general one.
    f(tf.ones([2, 5]));
    expect(f.tracingCount).toBe(3);
  });
});

describe('the retracing warning', () => {
  test('after 5 traces in the last 5 calls, once, with the argument and why', () => {
    const lines = warnings();
    const f = tf.function((x: Tensor, k: number) => x.mul(k), { name: 'scale' });
    const x = tf.ones([2]);
    for (let k = 0; k < 4; k++) f(x, k);
    expect(lines).toEqual([]);
    for (let k = 4; k < 12; k++) f(x, k);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/tf.function 'scale': 5 of the last 5 calls traced it again.*argument 1 was 3 and is now 4/);
  });
  test('calls that trace nothing keep it quiet: 10 calls are remembered', () => {
    const lines = warnings();
    const f = tf.function((x: Tensor) => x);
    for (let n = 1; n <= 8; n++) for (let i = 0; i < 4; i++) f(tf.ones([n]));
    expect(lines).toEqual([]);
  });
  test('onRetrace hears of every trace but the first', () => {
    warnings();
    const heard: unknown[] = [];
    const stop = tf.config.onRetrace((r) => heard.push([r.name, r.tracingCount, r.differences]));
    const f = tf.function((x: Tensor) => x, { name: 'id' });
    f(tf.ones([2]));
    f(tf.ones([3]));
    stop();
    f(tf.ones([4]));
    expect(heard).toEqual([['id', 2, [{ argument: 0, before: 'a tensor float32 [2]', now: 'a tensor float32 [3]' }]]]);
  });
});

describe('concrete functions', () => {
  test('have inputs, outputs, variables, a program and an executable; they are called like the function', () => {
    const v = new tf.Variable([1, 2]);
    const f = tf.function((x: Tensor, k: number) => ({ y: v.assignAdd(x).value().mul(k) }), { name: 'step' });
    const g = f.getConcreteFunction(new tf.TensorSpec({ shape: [2] }), 3);
    expect(g.inputs.map(String)).toEqual(['TensorSpec(shape=(2,), dtype=float32)']);
    expect(g.outputs.map(String)).toEqual(['TensorSpec(shape=(2,), dtype=float32)']);
    expect(g.variables).toEqual([v]);
    expect(g(tf.constant([1, 1]), 3).y.array()).toEqual([6, 9]);
    expect(f(tf.constant([1, 1]), 3).y.array()).toEqual([9, 12]);
    expect(f.tracingCount).toBe(1);
    expect(g.executable.memory().stateBytes).toBe(8);
    expect(String(g)).toBe('ConcreteFunction step(float32 [2]) -> (float32 [2])');
    expect(f.prettyPrintedConcreteSignatures()).toBe('step(tensor<2xf32>) -> (tensor<2xf32>)');
    expect(() => g(tf.constant([1, 1], { dtype: 'int32' }), 3)).toThrow(/tensor 0 of the arguments is a tensor int32 \[2\]/);
    expect(() => g(tf.ones([3]), 3)).toThrow(/float32 \[3\]/);
    expect(() => g(tf.constant([1, 1]), 4)).toThrow(TypeError);
  });
  test('open sizes, and from another function', () => {
    const f = tf.function((x: Tensor) => tf.reduceSum(x));
    const g = f.getConcreteFunction(new tf.TensorSpec({ shape: [null] }));
    const outer = tf.function((x: Tensor) => g(x).mul(2));
    expect([g(tf.ones([3])).item(), g(tf.ones([9])).item(), outer(tf.ones([4])).item(), f(tf.ones([11])).item()]).toEqual([3, 9, 8, 11]);
    expect(f.tracingCount).toBe(1);
  });
  test('print as MLIR text, before and after the passes', async () => {
    const f = tf.function((x: Tensor) => tf.add(tf.multiply(x, x), tf.multiply(x, x)), { name: 'my f' });
    const g = f.getConcreteFunction(tf.ones([2]));
    const text = await g.compilerIr();
    expect(text).toContain('func.func @my_f(%arg0: tensor<2xf32>) -> tensor<2xf32>');
    expect(text.match(/stablehlo.multiply/g)).toHaveLength(2);
    const optimized = await g.compilerIr({ stage: 'optimized' });
    expect(optimized.length).toBeLessThan(text.length);
    await expect(g.compilerIr({ stage: 'hlo' as never })).rejects.toThrow(/stage: unknown 'hlo'/);
  });
  test('print the code of their kernels, each once with the steps that call it', async () => {
    setDevice('wasm');
    const f = tf.function((x: Tensor, w: Tensor) => tf.matmul(tf.matmul(x, w), w));
    const wat = await f.getConcreteFunction(tf.ones([32, 32]), tf.ones([32, 32])).compilerIr({ stage: 'wasm' });
    const exports = wat.match(/\(export "k\d+"\)/g) ?? [];
    expect(new Set(exports).size).toBe(exports.length);
    for (const step of [0, 1]) expect(wat).toMatch(new RegExp(`;; called by step ${step}: stablehlo.dot_general at .*signatures.test.ts:\\d+`));
    const { default: wabt } = await import('wabt');
    const { buffer } = (await wabt()).parseWat('kernels.wat', wat, { simd: true, bulk_memory: true, threads: true }).toBinary({});
    expect(WebAssembly.validate(buffer as BufferSource)).toBe(true);
  });
  test('every operation keeps the line of the user, through inner functions and derivatives', async () => {
    const inner = tf.function((x: Tensor) => tf.exp(x));
    const f = tf.function((x: Tensor) => tf.grad((y) => inner(y))(x));
    const { program } = f.getConcreteFunction(tf.ones([2]));
    const lines = program.operations.map((o) => (o.location.kind === 'file' ? `${o.location.file.split('/').at(-1)}` : o.location.kind));
    expect(new Set(lines)).toEqual(new Set(['signatures.test.ts']));
    const exp = program.operations.find((o) => o.primitive.name === 'stablehlo.exponential');
    const own = inner.getConcreteFunction(tf.ones([2])).program.operations[0];
    expect(exp?.location).toEqual(own.location);
  });
});

describe('data-dependent JavaScript', () => {
  const x = tf.constant([1, 2]);
  test.each<readonly [string, (x: Tensor) => unknown]>([
    ['item', (v) => tf.reduceSum(v).item()],
    ['dataSync', (v) => v.dataSync()],
    ['array', (v) => v.array()],
    ['a comparison', (v) => (tf.reduceSum(v) as unknown as number) > 0],
    ['arithmetic', (v) => (tf.reduceSum(v) as unknown as number) * 2],
    ['addition', (v) => (tf.reduceSum(v) as unknown as number) + 1],
  ])('%s says what to write, and where', (_, read) => {
    const f = tf.function((v: Tensor) => (read(v) ? v : v), { name: 'f' });
    expect(() => f(x)).toThrow(
      /the tensor has no data: it is a value inside tf.function 'f', which is being traced.*signatures\.test\.ts:\d+.*\n.*tf\.cond or tf\.where for if, tf\.whileLoop/s,
    );
    expect(() => f(x)).toThrow(expect.objectContaining({ code: 'traced' }));
  });
  test('awaiting data', async () => {
    let pending: Promise<unknown> | undefined;
    const f = tf.function((v: Tensor) => {
      pending = v.data();
      return v;
    });
    f(x);
    await expect(pending).rejects.toThrow(/has no data/);
  });
  test('text shows the type', () => {
    let text = '';
    tf.function((v: Tensor) => {
      text = `${v}`;
      return v;
    })(x);
    expect(text).toContain('shape=(2,)');
  });
});
