/** What a person sees of Keras in a terminal: tables of summary(), progress lines where output is no terminal, warnings. Times and values are masked. */
import * as tf from '@millrace/core';
import { Input, layers, model, sequential } from '@millrace/keras';
import { goldenFiles, maskTimes, maskValues, withoutColors } from '@millrace/testing/golden';
import { afterEach, describe, test, vi } from 'vitest';

const golden = goldenFiles(import.meta.url);
afterEach(() => vi.restoreAllMocks());

/** Everything that a run writes, in order: what goes to the error stream has `! ` before it. */
async function seen(run: () => Promise<unknown>): Promise<string> {
  let text = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => (text += String(chunk)) !== '');
  for (const name of ['error', 'warn'] as const) vi.spyOn(console, name).mockImplementation((line: unknown) => void (text += `! ${String(line)}\n`));
  await run();
  vi.restoreAllMocks();
  return maskValues(maskTimes(withoutColors(text)));
}

const summaryOf = (m: { summary: (options: object) => void }, options: object = {}): string => {
  const lines: string[] = [];
  m.summary({ ...options, printFn: (line: string) => lines.push(line) });
  return lines.join('\n');
};

const x = tf.reshape(tf.range(0, 8, 1, { dtype: 'float32' }), [8, 1]);

function branches(): ReturnType<typeof model> {
  const input = Input({ shape: [28, 28, 1], name: 'picture' });
  const edges = layers.conv2d({ filters: 8, kernelSize: 3, padding: 'same', name: 'edges' }).apply(input) as tf.Tensor;
  const normal = layers.batchNormalization({ name: 'normal' }).apply(edges) as tf.Tensor;
  const sum = layers.add({ name: 'residual' }).apply([edges, normal]) as tf.Tensor;
  const head = sequential({ name: 'head', layers: [layers.flatten({ name: 'flat' }), layers.dense({ units: 10, name: 'scores' })] });
  return model({ inputs: input, outputs: head.apply(sum) as tf.Tensor, name: 'branches' });
}

describe('summary', () => {
  test('a chain, with the optimizer once it has weights', async () => {
    const m = sequential({ name: 'chain', layers: [layers.dense({ units: 4, inputShape: [1], name: 'hidden' }), layers.dense({ units: 1, name: 'out' })] });
    m.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
    const before = summaryOf(m);
    await m.fit(x, x, { verbose: 0 });
    golden('summary-chain.txt', `${before}\n\nafter fit\n\n${summaryOf(m)}`);
  });
  test('branches and a nested model', () =>
    golden('summary-branches.txt', `${summaryOf(branches())}\n\n${summaryOf(branches(), { expandNested: true, showTrainable: true, lineLength: 110 })}`));
});

describe('lines where output is no terminal', () => {
  const compiled = (): ReturnType<typeof sequential> => {
    const m = sequential([layers.dense({ units: 1, inputShape: [1], name: 'out' })]);
    m.compile({ optimizer: 'sgd', loss: 'meanSquaredError', metrics: ['meanAbsoluteError'] });
    return m;
  };
  test('fit, evaluate, predict', async () => {
    const text = await seen(async () => {
      const m = compiled();
      await m.fit(x, x, { epochs: 2, batchSize: 3, validationData: [x, x] });
      await m.fit(x, x, { epochs: 2, batchSize: 3, verbose: 2 });
      await m.evaluate(x, x, { batchSize: 4 });
      await m.predict(x, { batchSize: 4 });
    });
    golden('progress-plain.txt', text);
  });
  test('a loss that is not finite', async () => golden('warning-not-finite.txt', await seen(() => compiled().fit([[Number.NaN]], [[1]], { epochs: 2 }))));
  test('data that run out', async () => golden('warning-data-ran-out.txt', await seen(() => compiled().fit([[x, x]].values(), { epochs: 3 }))));
  test('Ctrl-C', async () => {
    const text = await seen(() => compiled().fit(x, x, { epochs: 5, callbacks: [{ onEpochEnd: (epoch) => void (epoch === 1 && process.emit('SIGINT')) }] }));
    process.exitCode = undefined;
    golden('interrupted.txt', text);
  });
});
