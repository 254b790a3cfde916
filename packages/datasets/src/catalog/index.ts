/** The data sets that `load` knows. */
import type { DatasetDefinition } from '../definition.ts';
import { fashionMnist } from './fashion-mnist.ts';
import { digits, iris, wine } from './scikit-learn.ts';

export const catalog: readonly DatasetDefinition[] = [fashionMnist, digits, iris, wine];
