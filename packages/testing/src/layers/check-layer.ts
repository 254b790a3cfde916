/** The layer battery: one row of a table buys a dozen checks. */

import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { model as functional, Input, models, saving } from '@millrace/keras';
import { describe, expect, test } from 'vitest';
import { checkGradients } from './gradients.ts';
import { type Inputs, isList, type Layer, type LayerRow, type MakeLayer, type RejectRow } from './rows.ts';

const dense = (x: Tensor): number[] => Array.from(x.dataSync() as unknown as ArrayLike<number | bigint>, Number);

/** Seeded inputs of a row. */
function inputsOf<O>(row: LayerRow<O>, seed: number, dtype: 'float32' | 'float64' = 'float32'): Inputs {
  const one = (shape: readonly number[], i: number): Tensor =>
    row.integers === undefined
      ? tf.random.statelessNormal([...shape], { seed: [seed, i], dtype })
      : tf.random.statelessUniform([...shape], { seed: [seed, i], minval: 0, maxval: row.integers, dtype: 'int32' });
  return isList(row.input) ? row.input.map(one) : one(row.input, 0);
}

const sizes = (name: string, shape: readonly (number | null)[]): string => `${name.split('/').pop()}:${shape.join('x')}`;
const listing = (weights: Layer['weights']): string[] => weights.map((w) => sizes(w.name, w.shape));

function expectClose(actual: Tensor, expected: readonly number[], tolerance: number): void {
  const values = dense(actual);
  expect(values.length).toBe(expected.length);
  values.forEach((v, i) => {
    const ok = Object.is(v, expected[i]) || Math.abs(v - expected[i]) <= tolerance * Math.max(1, Math.abs(expected[i]));
    if (!ok) expect.fail(`element ${i} is ${v}, want ${expected[i]} (within ${tolerance})`);
  });
}

const numbersIn = (nested: unknown): number[] => (Array.isArray(nested) ? nested.flatMap(numbersIn) : [Number(nested)]);

/** A layer from the configuration of another, with its weights. */
function again(layer: Layer, input: Inputs): Layer {
  const config = JSON.parse(JSON.stringify(layer.getConfig())) as never;
  const made = (layer.definition as unknown as { fromConfig(config: never, context: unknown): Layer }).fromConfig(config, {
    safeMode: true,
    deserialize: () => undefined,
  });
  made(input as never);
  made.setWeights(layer.getWeights());
  return made;
}

function checkShapes<O>(make: MakeLayer<O>, row: LayerRow<O>): void {
  const layer = make(row.options);
  const input = inputsOf(row, 1);
  const eager = layer(input as never);
  expect(eager.shape).toEqual([...row.output]);
  expect(listing(layer.trainableWeights)).toEqual(row.trainable ?? []);
  expect(listing(layer.nonTrainableWeights)).toEqual(row.nonTrainable ?? []);
  const open = (shape: readonly number[]): (number | null)[] => [null, ...shape.slice(1)];
  const said = layer.computeOutputShape(isList(row.input) ? row.input.map(open) : open(row.input));
  if (said !== null) expect(said).toEqual(open(row.output));
  const fresh = make(row.options);
  const dtype = row.integers === undefined ? 'float32' : 'int32';
  const symbol = (shape: readonly number[]): Tensor => Input({ shape: shape.slice(1), dtype });
  const symbolic = fresh((isList(row.input) ? row.input.map(symbol) : symbol(row.input)) as never);
  expect(symbolic.shape).toEqual(open(row.output));
  expect(symbolic.dtype.name).toBe(eager.dtype.name);
}

function checkConfig<O>(make: MakeLayer<O>, row: LayerRow<O>): void {
  const layer = make(row.options);
  const input = inputsOf(row, 2);
  const expected = dense(layer(input as never));
  const copy = again(layer, input);
  expect(copy.getConfig()).toEqual(layer.getConfig());
  expectClose(copy(input as never), expected, 0);
}

function checkValues<O>(make: MakeLayer<O>, row: LayerRow<O>): void {
  const { values } = row;
  if (!values) return;
  const layer = make(row.options);
  const input = isList(row.input) ? (values.in as unknown[]).map((v) => tf.constant(v as never)) : tf.constant(values.in as never);
  const typed = row.integers === undefined ? input : tf.cast(input as Tensor, 'int32');
  if (values.weights) {
    layer(typed as never);
    layer.setWeights(values.weights as never);
  }
  expectClose(layer(typed as never, { training: values.training ?? false }), numbersIn(values.out), values.tolerance ?? 1e-5);
}

/** One step of training through the layer: the loss is finite and trainable weights move. */
function checkTraining<O>(make: MakeLayer<O>, row: LayerRow<O>): void {
  const layer = make(row.options);
  const input = inputsOf(row, 3);
  layer(input as never);
  const before = layer.trainableWeights.map((w) => dense(w.value()));
  const tape = new tf.GradientTape();
  const loss = tape.run(() => tf.reduceMean(tf.square(tf.subtract(layer(input as never, { training: true }), 0.5))));
  expect(Number.isFinite(loss.item()) || loss.size === 0 || row.output.includes(0)).toBe(true);
  const weights = [...layer.trainableWeights];
  if (weights.length === 0 || row.output.includes(0)) return;
  const gradients = tape.gradient(loss, weights) as (Tensor | null)[];
  weights.forEach((w, i) => {
    expect(gradients[i], `gradient of ${w.name}`).not.toBeNull();
    w.assignSub(gradients[i] as Tensor);
  });
  expect(weights.some((w, i) => dense(w.value()).some((v, j) => v !== before[i][j]))).toBe(true);
}

function checkMask<O>(make: MakeLayer<O>, row: LayerRow<O>): void {
  if (row.mask === undefined) return;
  const layer = make(row.options);
  const input = inputsOf(row, 4);
  const maskFor = (shape: readonly number[]): Tensor => tf.cast(tf.ones(shape.slice(0, 2)), 'bool');
  const out = layer.computeMask(input as never, (isList(row.input) ? row.input.map(maskFor) : maskFor(row.input)) as never);
  if (row.mask === 'passes') expect(out).not.toBeNull();
  else expect(out).toBeNull();
}

async function checkSaving<O>(make: MakeLayer<O>, row: LayerRow<O>): Promise<void> {
  const dtype = row.integers === undefined ? 'float32' : 'int32';
  const entry = (shape: readonly number[]): Tensor => Input({ shape: shape.slice(1), dtype });
  const inputs = isList(row.input) ? row.input.map(entry) : entry(row.input);
  const model = functional({ inputs: inputs as never, outputs: make(row.options)(inputs as never) });
  const loaded = await models.loadModel(await saving.modelToBytes(model), { customObjects: customObjectsOf(make(row.options)) });
  const input = inputsOf(row, 5);
  expectClose(loaded(input as never), dense(model(input as never)), 0);
}

/** Classes of the layer that are not Keras's. */
function customObjectsOf(layer: Layer): Record<string, object> {
  const { definition } = layer;
  return Object.hasOwn(definition, 'module') ? {} : { [(definition as unknown as { name: string }).name]: definition };
}

/**
 * Checks a layer by rows: shapes (eager, symbolic, stated), dtypes, weights, configuration round trip, given values, gradients against
 * differences in double precision, one training step, masks, and a `.keras` round trip.
 */
export function checkLayer<O extends object>(make: MakeLayer<O>, rows: readonly LayerRow<NoInfer<O>>[]): void {
  for (const row of rows) {
    describe(row.name ?? `${JSON.stringify(row.options)} on ${JSON.stringify(row.input)}`, () => {
      test('shapes, dtype and weights', () => checkShapes(make, row));
      test('configuration round trip', () => checkConfig(make, row));
      if (row.values) test('values', () => checkValues(make, row));
      if (row.gradients !== false && row.integers === undefined && !row.output.includes(0)) {
        test('gradients', () => checkGradients(make({ ...row.options, dtype: 'float64' }), inputsOf(row, 6, 'float64')));
      }
      test('training', () => checkTraining(make, row));
      if (row.mask) test('mask', () => checkMask(make, row));
      if (row.saves !== false) test('.keras round trip', () => checkSaving(make, row));
    });
  }
}

/** Checks that bad options or inputs raise an error whose text matches. */
export function checkRejects<O>(make: MakeLayer<O>, rows: readonly RejectRow<NoInfer<O>>[]): void {
  for (const row of rows) {
    test(`rejects ${JSON.stringify(row.options)}${row.input ? ` on ${JSON.stringify(row.input)}` : ''}`, () => {
      const attempt = (): unknown => {
        const layer = make(row.options);
        if (!row.input) return layer;
        return layer((isList(row.input) ? row.input.map((s) => tf.zeros([...s])) : tf.zeros([...row.input])) as never);
      };
      expect(attempt).toThrow(row.message);
    });
  }
}
