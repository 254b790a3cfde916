/** Classes and factories of losses. */
export { BinaryCrossentropy, type BinaryCrossentropyOptions, binaryCrossentropy } from './binary-crossentropy.ts';
export { CategoricalCrossentropy, type CategoricalCrossentropyOptions, categoricalCrossentropy } from './categorical-crossentropy.ts';
export { CategoricalHinge, categoricalHinge } from './categorical-hinge.ts';
export { CosineSimilarity, type CosineSimilarityOptions, cosineSimilarity } from './cosine-similarity.ts';
export { Hinge, hinge } from './hinge.ts';
export { Huber, type HuberOptions, huber } from './huber.ts';
export { KLDivergence, klDivergence } from './kl-divergence.ts';
export { LogCosh, logCosh } from './log-cosh.ts';
export { MeanAbsoluteError, meanAbsoluteError } from './mean-absolute-error.ts';
export { MeanAbsolutePercentageError, meanAbsolutePercentageError } from './mean-absolute-percentage-error.ts';
export { MeanSquaredError, meanSquaredError } from './mean-squared-error.ts';
export { MeanSquaredLogarithmicError, meanSquaredLogarithmicError } from './mean-squared-logarithmic-error.ts';
export { Poisson, poisson } from './poisson.ts';
export { SparseCategoricalCrossentropy, type SparseCategoricalCrossentropyOptions, sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.ts';
export { SquaredHinge, squaredHinge } from './squared-hinge.ts';
