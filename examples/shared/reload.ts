/** Loads a saved model and prints its predictions for an input file, as JSON. Run by `checkReload` in a process of its own. */
import { readFileSync } from 'node:fs';
import * as tf from 'millrace';

const [path, input, classes] = process.argv.slice(2);
if (classes) await import(classes);
const { shape, data } = JSON.parse(readFileSync(input, 'utf8')) as { shape: number[]; data: number[] };
const model = await tf.keras.models.loadModel(path);
const y = (await model.predict(tf.tensor(Float32Array.from(data), shape), { verbose: 0 })) as tf.Tensor;
console.log(JSON.stringify(Array.from(y.dataSync() as Float32Array)));
