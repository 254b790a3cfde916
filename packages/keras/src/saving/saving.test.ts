import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as tf from '@millrace/core';
import { readHdf5, readZip, writeZip } from '@millrace/formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Input, layers, losses, Model, model, models, optimizers, saving, sequential } from '../index.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-keras-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const quiet = { verbose: 0 } as const;
const x = tf.random.statelessNormal([6, 4], { seed: [1, 2] });
const y = tf.random.statelessNormal([6, 2], { seed: [3, 4] });
const network = (): ReturnType<typeof sequential> =>
  sequential([
    layers.dense({ units: 3, activation: 'relu', kernelRegularizer: 'l2', inputShape: [4], name: 'first' }),
    layers.batchNormalization({ name: 'norm' }),
    layers.dropout({ rate: 0.25, seed: 5, name: 'drop' }),
    layers.dense({ units: 2, name: 'last' }),
  ]);
const numbers = (t: tf.Tensor): number[] => Array.from(t.dataSync());

describe('.keras', () => {
  test('predictions agree, and step k + 1 after loading equals uninterrupted training', async () => {
    const m = network();
    m.compile({ optimizer: optimizers.adam({ learningRate: 0.01 }), loss: 'mse', metrics: ['mae'] });
    await m.fit(x, y, { epochs: 2, shuffle: false, ...quiet });
    const path = join(folder, 'net.keras');
    await m.save(path);
    const loaded = await models.loadModel(path);
    expect(numbers(await loaded.predict(x, quiet))).toEqual(numbers(await m.predict(x, quiet)));
    expect(loaded.optimizer.getConfig()).toEqual(m.optimizer.getConfig());
    const [a, b] = [await m.fit(x, y, { shuffle: false, ...quiet }), await loaded.fit(x, y, { shuffle: false, ...quiet })];
    expect(b.history).toEqual(a.history);
    expect(loaded.getWeights().map((w) => numbers(w))).toEqual(m.getWeights().map((w) => numbers(w)));
  });

  test('the archive follows the schema of Keras 3', async () => {
    const m = network();
    m.compile({ optimizer: 'adam', loss: losses.meanSquaredError(), metrics: ['accuracy'] });
    m.trainOnBatch(x, y);
    const entries = await readZip(await saving.modelToBytes(m));
    expect([...entries.keys()]).toEqual(['metadata.json', 'config.json', 'model.weights.h5']);
    const json = (name: string): unknown => JSON.parse(new TextDecoder().decode(entries.get(name)));
    expect(json('metadata.json')).toMatchObject({
      keras_version: expect.stringMatching(/^3\./),
      date_saved: expect.stringMatching(/^\d{4}-\d\d-\d\d@\d\d:\d\d:\d\d$/),
    });
    const config = json('config.json') as {
      config: { layers: { class_name: string; config: object; build_config: object; module: string; registered_name: null }[] };
      compile_config: object;
    };
    expect(config).toMatchObject({ module: 'keras', class_name: 'Sequential', registered_name: null, build_config: { input_shape: [null, 4] } });
    expect(config.config.layers.map((l) => l.class_name)).toEqual(['InputLayer', 'Dense', 'BatchNormalization', 'Dropout', 'Dense']);
    expect(config.config.layers[1]).toMatchObject({
      module: 'keras.layers',
      registered_name: null,
      build_config: { input_shape: [null, 4] },
      config: {
        name: 'first',
        trainable: true,
        dtype: { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' }, registered_name: null },
        units: 3,
        activation: 'relu',
        use_bias: true,
        kernel_initializer: { module: 'keras.initializers', class_name: 'GlorotUniform', config: { seed: null }, registered_name: null },
        kernel_regularizer: { module: 'keras.regularizers', class_name: 'L2', config: { l2: 0.01 }, registered_name: null },
        bias_constraint: null,
      },
    });
    expect(config.compile_config).toMatchObject({
      optimizer: { module: 'keras.optimizers', class_name: 'Adam', config: { beta_1: 0.9 } },
      loss: { module: 'keras.losses', class_name: 'MeanSquaredError' },
      metrics: ['accuracy'],
    });
    const tree = await readHdf5(entries.get('model.weights.h5') as Uint8Array);
    const vars = (path: string): string[] => Object.keys(path.split('/').reduce((g, part) => g.groups[part], tree).groups.vars.datasets);
    expect(vars('layers/dense')).toEqual(['0', '1']);
    expect(vars('layers/batch_normalization')).toEqual(['0', '1', '2', '3']);
    expect(vars('layers/dropout/seed_generator')).toEqual(['0']);
    expect(vars('layers/dense_1')).toEqual(['0', '1']);
    // iterations, learning rate, then momentum and velocity of six trainable weights
    expect(vars('optimizer')).toHaveLength(14);
  });

  test('functional models with several inputs, shared and nested layers', async () => {
    const [a, b] = [Input({ shape: [4], name: 'a' }), Input({ shape: [4], name: 'b' })];
    const shared = layers.dense({ units: 2, name: 'shared' });
    const inner = sequential({ name: 'inner', layers: [layers.dense({ units: 3, inputShape: [2] })] });
    const m = model({ inputs: { a, b }, outputs: { joined: layers.concatenate([shared(a), shared(b)]), deep: inner(shared(a)) } });
    const loaded = await models.loadModel(await saving.modelToBytes(m));
    const inputs = { a: x, b: tf.negative(x) };
    const [want, got] = [m<Record<string, tf.Tensor>>(inputs), loaded<Record<string, tf.Tensor>>(inputs)];
    for (const key of ['joined', 'deep']) expect(numbers(got[key])).toEqual(numbers(want[key]));
    expect(loaded.weights.length).toBe(4);
  });

  test('tf operations between layers are refused by name', async () => {
    const a = Input({ shape: [4] });
    await expect(saving.modelToBytes(model({ inputs: a, outputs: tf.tanh(a) }))).rejects.toThrow(/the tf operation tanh between its layers/);
  });

  test("classes of one's own by registration or customObjects", async () => {
    class Doubled extends layers.Layer {
      override call(t: tf.Tensor): tf.Tensor {
        return tf.multiply(t, 2);
      }
    }
    const m = sequential([layers.dense({ units: 2, inputShape: [4] }), new Doubled()]);
    const bytes = await saving.modelToBytes(m);
    await expect(models.loadModel(bytes)).rejects.toThrow(/uses the layer Doubled, which is not known here/);
    expect(numbers((await models.loadModel(bytes, { customObjects: { Doubled } }))(x))).toEqual(numbers(m(x)));
    saving.registerKerasSerializable({ package: 'mine' })(Doubled);
    const again = await saving.modelToBytes(m);
    expect(new TextDecoder().decode((await readZip(again)).get('config.json'))).toContain('"registered_name":"mine>Doubled"');
    expect(numbers((await models.loadModel(again))(x))).toEqual(numbers(m(x)));
  });

  test('JSON text gives the structure', () => {
    const m = network();
    expect(models.modelFromJson(m.toJSON()).getConfig()).toEqual(m.getConfig());
  });
});

describe('weights', () => {
  test('.weights.h5 round trip; a file that does not fit lists what differs and sets nothing', async () => {
    const m = network();
    const path = join(folder, 'net.weights.h5');
    await m.saveWeights(path);
    const other = network();
    await other.loadWeights(path);
    expect(numbers(other(x))).toEqual(numbers(m(x)));
    const wrong = sequential([layers.dense({ units: 5, inputShape: [4], name: 'wide' })]);
    const before = wrong.getWeights().map((w) => numbers(w));
    await expect(wrong.loadWeights(path)).rejects.toThrow(/wide \(layers\/dense\): weight 0 is \[4, 3\] in the file, \[4, 5\] in the model/);
    expect(wrong.getWeights().map((w) => numbers(w))).toEqual(before);
    await expect(sequential([layers.dense({ units: 1 })]).loadWeights(path)).rejects.toThrow(/is not built/);
  });
});

describe('files that are not right', () => {
  test('missing, damaged, escaping', async () => {
    await expect(models.loadModel(join(folder, 'none.keras'))).rejects.toThrow(tf.errors.NotFoundError);
    const bytes = await saving.modelToBytes(network());
    await expect(models.loadModel(bytes.subarray(0, bytes.length - 40))).rejects.toThrow(tf.errors.DataLossError);
    await expect(models.loadModel(new Uint8Array(3))).rejects.toThrow(tf.errors.DataLossError);
    const entries = await readZip(bytes);
    const changed = (name: string, content: Uint8Array): Promise<Uint8Array> => writeZip(new Map([...entries, [name, content]]));
    await expect(models.loadModel(await changed('../evil', new Uint8Array(1)))).rejects.toThrow(/entry outside of itself: \.\.\/evil/);
    await expect(models.loadModel(await changed('config.json', new TextEncoder().encode('{')))).rejects.toThrow(/config.json is not JSON/);
    await expect(models.loadModel(await changed('model.weights.h5', new Uint8Array(100)))).rejects.toThrow(tf.errors.DataLossError);
    await expect(models.loadModel(bytes, { limits: { maxBytes: 100 } })).rejects.toThrow(/limit is 100/);
  });
  test('a Lambda layer with code is refused', async () => {
    const form = {
      module: 'keras.layers',
      class_name: 'Lambda',
      registered_name: null,
      config: { name: 'l', function: { class_name: '__lambda__', config: { code: 'x' } } },
    };
    const json = JSON.stringify({ module: 'keras', class_name: 'Sequential', registered_name: null, config: { name: 's', layers: [form] } });
    expect(() => models.modelFromJson(json)).toThrow(/code of a Python function, which is never run/);
  });
  test('damaged at random places: an error of ours, never a crash', async () => {
    const bytes = await saving.modelToBytes(sequential([layers.dense({ units: 1, inputShape: [1] })]));
    let state = 12345;
    const random = (below: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return state % below;
    };
    for (let i = 0; i < 60; i++) {
      const damaged = bytes.slice();
      for (let j = 0; j < 3; j++) damaged[random(damaged.length)] = random(256);
      await models.loadModel(damaged).catch((error: Error & { code?: string }) => expect(error.code, String(error.stack)).toBeTypeOf('string'));
    }
  });
  test('a save that fails leaves the old file and no other', async () => {
    const sub = await mkdtemp(join(folder, 'old-'));
    const path = join(sub, 'm.keras');
    await writeFile(path, 'old');
    const unsavable = sequential([layers.lambda((t: tf.Tensor) => t), layers.dense({ units: 1 })]);
    unsavable(tf.ones([1, 1]));
    await expect(unsavable.save(path)).rejects.toThrow(/cannot be saved/);
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(sub)).toEqual(['m.keras']);
    await expect(unsavable.save(join(sub, 'm.h5'))).rejects.toThrow(/must end in \.keras/);
    await expect(sequential([layers.dense({ units: 1 })]).save(path)).rejects.toThrow(/is not built/);
  });
});

/** A file that Keras 3.15 wrote: four dense layers held in nested lists. */
const written = resolve(import.meta.dirname, '../../../../../shared/conformance/keras/saving/test_data/pre_pr22362_nested_container.keras');

describe.skipIf(!existsSync(written))('a file written by Keras', () => {
  class NestedDenseModel extends Model {
    readonly nested: layers.Layer[][];
    readonly head = layers.dense({ units: 2, name: 'dense' });
    constructor(options: object = {}) {
      super({ name: (options as { name?: string }).name });
      this.nested = [0, 1, 2].map((i) => [layers.dense({ units: 4, useBias: false, name: `d_${i}` })]);
    }
    override build(): void {
      this.call(tf.ones([2, 4]));
    }
    override call(t: tf.Tensor): tf.Tensor {
      return this.head(this.nested.flat().reduce((h, layer) => layer(h), t));
    }
    static override fromConfig(config: object): NestedDenseModel {
      return new NestedDenseModel(config);
    }
  }
  test('loads, with its weights where they belong, and predicts', async () => {
    const m = await models.loadModel(written, { customObjects: { NestedDenseModel } });
    expect(m.weights.map((w) => [w.name, w.shape.join('x'), Math.fround((w.dataSync() as Float32Array)[0])])).toEqual([
      ['d_0/kernel', '4x4', Math.fround(0.1)],
      ['d_1/kernel', '4x4', Math.fround(0.2)],
      ['d_2/kernel', '4x4', Math.fround(0.3)],
      ['dense/kernel', '4x2', 0.5],
      ['dense/bias', '2', 0],
    ]);
    // Each kernel is constant: ones [4] become 4 * .1 = .4, then .4 * 4 * .2, then times 4 * .3, then times 4 * .5.
    numbers(m(tf.ones([1, 4]))).forEach((v) => void expect(v).toBeCloseTo(0.4 * 0.8 * 1.2 * 2, 5));
  });
  test('without the class the error says how to give it', async () => {
    await expect(models.loadModel(written)).rejects.toThrow(
      /legacy_nested_container>NestedDenseModel, which is not known here[\s\S]*customObjects: \{ NestedDenseModel \}/,
    );
  });
});
