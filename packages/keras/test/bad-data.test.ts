/** Data that cannot be trained on: nothing, labels that are no class, shapes and dtypes that do not fit. The error says so, and the model stays as it was. */
import * as tf from '@millrace/core';
import { layers, losses, type Model, sequential } from '@millrace/keras';
import { describe, expect, test } from 'vitest';

const quiet = { verbose: 0 } as const;
function classifier(): Model {
  const m = sequential([layers.dense({ units: 3, inputShape: [4], name: 'scores' })]);
  m.compile({ optimizer: 'adam', loss: losses.sparseCategoricalCrossentropy({ fromLogits: true }) });
  return m;
}
const weightsOf = (m: Model): unknown => m.getWeights().map((w) => w.array());
const none = (): [tf.Tensor, tf.Tensor] => [tf.zeros([0, 4]), tf.zeros([0], { dtype: 'int32' })];
const some = (): [tf.Tensor, tf.Tensor] => [tf.ones([5, 4]), tf.tensor([0, 1, 2, 1, 0], undefined, 'int32')];

describe('empty data', () => {
  test.each([
    ['fit', (m: Model) => m.fit(...none(), quiet)],
    ['evaluate', (m: Model) => m.evaluate(...none(), quiet)],
    ['predict', (m: Model) => m.predict(none()[0], quiet)],
    ['fit with an empty iterable', (m: Model) => m.fit([][Symbol.iterator]() as never, quiet)],
    ['fit with empty validation data', (m: Model) => m.fit(...some(), { ...quiet, validationData: none() })],
  ])('%s says that it is empty', async (_name, run) => {
    await expect(run(classifier())).rejects.toMatchObject({ code: 'value', message: expect.stringMatching(/empty/) });
  });
});

describe('data that do not fit leave the weights as they were', () => {
  test.each([
    [
      'a label that is no class',
      () => [tf.ones([2, 4]), tf.tensor([0, 3], undefined, 'int32')],
      { code: 'index-out-of-range', message: /labels\[1\] = 3 is not in \[0, 3\)/ },
    ],
    [
      'a negative label',
      () => [tf.ones([2, 4]), tf.tensor([-1, 0], undefined, 'int32')],
      { code: 'index-out-of-range', message: /labels\[0\] = -1 is not in \[0, 3\)/ },
    ],
    ['five features where the layer has four', () => [tf.ones([2, 5]), tf.tensor([0, 1], undefined, 'int32')], { message: /4[\s\S]*5/ }],
    ['a rank that no layer takes', () => [tf.ones([2, 4, 1, 1]), tf.tensor([0, 1], undefined, 'int32')], { message: /rank|shape/i }],
    [
      'as many labels as there are not examples',
      () => [tf.ones([2, 4]), tf.tensor([0], undefined, 'int32')],
      { code: 'value', message: /x has 2 examples, y has 1/ },
    ],
  ])('%s', async (_name, data, { message, code }: { message: RegExp; code?: string }) => {
    const m = classifier();
    const before = weightsOf(m);
    let error = new Error('nothing was thrown') as Error & { code?: string };
    // Awaited where it is called, as programs do: the engine follows `await` from the training loop back to this line, but not `.catch`.
    try {
      await m.fit(...(data() as [tf.Tensor, tf.Tensor]), { ...quiet, shuffle: false });
    } catch (thrown) {
      error = thrown as Error;
    }
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/bad-data\.test\.ts:\d+:\d+/);
    if (code) expect(error.code).toBe(code);
    expect(weightsOf(m)).toEqual(before);
    const { history } = await m.fit(...some(), quiet);
    expect(history.loss[0]).toBeGreaterThan(0);
  });
});
