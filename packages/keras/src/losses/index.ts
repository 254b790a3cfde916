export * from './all.ts';
export {
  meanAbsoluteError as mae,
  meanAbsolutePercentageError as mape,
  meanSquaredError as mse,
  meanSquaredLogarithmicError as msle,
} from './functions.ts';
export { get, type LossLike } from './get.ts';
export { Loss, type LossOptions } from './loss.ts';
export type { Reduction } from './reduction.ts';
