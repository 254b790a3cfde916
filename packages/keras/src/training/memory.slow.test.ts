/** Memory over an hour's worth of steps: what `fit` holds on to must not grow with the number of steps. */
import { ones, random } from '@millrace/core';
import { expect, test } from 'vitest';
import * as layers from '../layers/index.ts';
import { sequential } from '../models/index.ts';

const megabyte = 2 ** 20;

test('200,000 steps of fit keep resident memory where it was', async () => {
  const model = sequential([layers.dense({ units: 32, activation: 'relu', inputShape: [64] }), layers.dense({ units: 1 })]);
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  const [x, y] = [random.normal([32_000, 64]), ones([32_000, 1])];
  await model.fit(x, y, { epochs: 10, verbose: 0 });
  const before = process.memoryUsage().rss;
  await model.fit(x, y, { epochs: 190, verbose: 0 });
  // Collections come when the engine likes: allow what one generation of garbage takes.
  expect((process.memoryUsage().rss - before) / megabyte).toBeLessThan(80);
}, 1_800_000);

test('models made in a loop are collected', async () => {
  const once = async (): Promise<void> => {
    const model = sequential([layers.dense({ units: 512, inputShape: [512] }), layers.dense({ units: 512 })]);
    model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
    await model.fit(ones([32, 512]), ones([32, 512]), { epochs: 1, verbose: 0 });
  };
  for (let i = 0; i < 20; i++) await once();
  const before = process.memoryUsage().rss;
  for (let i = 0; i < 200; i++) await once();
  expect((process.memoryUsage().rss - before) / megabyte).toBeLessThan(150);
}, 600_000);
