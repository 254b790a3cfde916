/** `tf.random`: what users call. */
// streams whose state is a variable

// options
export type { CategoricalOptions } from './choices.ts';
export { Generator, type GeneratorAlgorithm, type GeneratorOptions, getGlobalGenerator, setGlobalGenerator } from './generator.ts';
export type { NormalOptions, UniformOptions } from './random-tensor.ts';
// streams of the program
export { type Seed, setSeed } from './seed.ts';
export { categorical, normal, type OperationSeed, shuffle, truncatedNormal, uniform } from './stateful.ts';
// functions of a seed
export {
  foldIn,
  type StatelessSeed,
  type StatelessUniformOptions,
  split,
  statelessCategorical,
  statelessNormal,
  statelessShuffle,
  statelessTruncatedNormal,
  statelessUniform,
} from './stateless.ts';
