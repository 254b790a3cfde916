/** Classes and factories of metrics. */
export { Accuracy, accuracy } from './accuracy.ts';
export { AUC, type AUCOptions, auc } from './auc.ts';
export { BinaryAccuracy, type BinaryAccuracyOptions, binaryAccuracy } from './binary-accuracy.ts';
export { BinaryCrossentropy, type BinaryCrossentropyOptions, binaryCrossentropy } from './binary-crossentropy.ts';
export { CategoricalAccuracy, categoricalAccuracy } from './categorical-accuracy.ts';
export { CategoricalCrossentropy, type CategoricalCrossentropyOptions, categoricalCrossentropy } from './categorical-crossentropy.ts';
export { CategoricalHinge, categoricalHinge } from './categorical-hinge.ts';
export { CosineSimilarity, type CosineSimilarityOptions, cosineSimilarity } from './cosine-similarity.ts';
export { FBetaScore, type FBetaScoreOptions, fBetaScore } from './f-beta-score.ts';
export { F1Score, type F1ScoreOptions, f1Score } from './f1-score.ts';
export { FalseNegatives, falseNegatives } from './false-negatives.ts';
export { FalsePositives, falsePositives } from './false-positives.ts';
export { Hinge, hinge } from './hinge.ts';
export { KLDivergence, klDivergence } from './kl-divergence.ts';
export { LogCoshError, logCoshError } from './log-cosh-error.ts';
export { Mean, mean } from './mean.ts';
export { MeanAbsoluteError, meanAbsoluteError } from './mean-absolute-error.ts';
export { MeanAbsolutePercentageError, meanAbsolutePercentageError } from './mean-absolute-percentage-error.ts';
export { MeanSquaredError, meanSquaredError } from './mean-squared-error.ts';
export { MeanSquaredLogarithmicError, meanSquaredLogarithmicError } from './mean-squared-logarithmic-error.ts';
export { Poisson, poisson } from './poisson.ts';
export { Precision, type PrecisionOptions, precision } from './precision.ts';
export { Recall, type RecallOptions, recall } from './recall.ts';
export { RootMeanSquaredError, rootMeanSquaredError } from './root-mean-squared-error.ts';
export { SparseCategoricalAccuracy, sparseCategoricalAccuracy } from './sparse-categorical-accuracy.ts';
export { SparseCategoricalCrossentropy, type SparseCategoricalCrossentropyOptions, sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.ts';
export {
  SparseTopKCategoricalAccuracy,
  type SparseTopKCategoricalAccuracyOptions,
  sparseTopKCategoricalAccuracy,
} from './sparse-top-k-categorical-accuracy.ts';
export { SquaredHinge, squaredHinge } from './squared-hinge.ts';
export { Sum, sum } from './sum.ts';
export { TopKCategoricalAccuracy, type TopKCategoricalAccuracyOptions, topKCategoricalAccuracy } from './top-k-categorical-accuracy.ts';
export { TrueNegatives, trueNegatives } from './true-negatives.ts';
export { TruePositives, truePositives } from './true-positives.ts';
