/**
 * Run by full-disk.test.ts in a process of its own, on a disk that is too small: saves a small model, then a large one in its place, in every way that
 * writes a file. Prints, as JSON, the code of each error and what is in the folder afterwards.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@millrace/core';
import { callbacks, layers, type Model, models, sequential } from '@millrace/keras';

const [folder, remount] = process.argv.slice(2);
const path = join(folder, 'model.keras');
const weights = join(folder, 'model.weights.h5');

function network(units: number): Model {
  const m = sequential([layers.dense({ units, inputShape: [4], kernelInitializer: 'ones' }), layers.dense({ units: 1, kernelInitializer: 'ones' })]);
  m.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  return m;
}
interface Refusal {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}
const refusal = (work: Promise<unknown>): Promise<Refusal | null> =>
  work.then(
    () => null,
    (error: Error & { code: string }) => ({ name: error.name, code: error.code, message: error.message }),
  );

const small = network(2);
await small.save(path);
await small.saveWeights(weights);
const before = [path, weights].map((p) => readFileSync(p).toString('base64'));

const large = network(200_000);
const [x, y] = [tf.ones([1, 4]), tf.ones([1, 1])];
const refused: Record<string, Refusal | null> = {
  save: await refusal(large.save(path)),
  saveWeights: await refusal(large.saveWeights(weights)),
  modelCheckpoint: await refusal(large.fit(x, y, { verbose: 0, callbacks: [callbacks.modelCheckpoint({ filepath: path })] })),
};
const same = [path, weights].every((p, i) => readFileSync(p).toString('base64') === before[i]);
const files = readdirSync(folder).sort();
const loaded = await models.loadModel(path);
const prediction = ((await loaded.predict(x, { verbose: 0 })) as tf.Tensor).array();

if (remount === 'remount') {
  // A file that takes all the room that is left: then not even a row of a log can be added.
  const log = callbacks.csvLogger(join(folder, 'log.csv'), { append: true });
  for (const bytes of [4096, 1]) {
    for (let i = 0; ; i++) {
      try {
        writeFileSync(join(folder, `filler-${bytes}-${i}`), new Uint8Array(bytes));
      } catch {
        break;
      }
    }
  }
  refused.csvLogger = await refusal(small.fit(x, y, { verbose: 0, callbacks: [log] }));
  execFileSync('mount', ['-o', 'remount,ro', folder]);
  refused.readOnly = await refusal(small.save(path));
}
console.log(JSON.stringify({ refused, same, files, prediction }));
