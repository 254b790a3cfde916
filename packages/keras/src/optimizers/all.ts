/** Classes and factories of optimizers. */
export { Adadelta, type AdadeltaOptions, adadelta } from './adadelta.ts';
export { Adagrad, type AdagradOptions, adagrad } from './adagrad.ts';
export { Adam, type AdamOptions, adam } from './adam.ts';
export { AdamW, type AdamWOptions, adamW } from './adam-w.ts';
export { Adamax, type AdamaxOptions, adamax } from './adamax.ts';
export { Lion, type LionOptions, lion } from './lion.ts';
export { LossScaleOptimizer, type LossScaleOptions, lossScaleOptimizer } from './loss-scale-optimizer.ts';
export { Nadam, type NadamOptions, nadam } from './nadam.ts';
export { RMSprop, type RMSpropOptions, rmsprop } from './rms-prop.ts';
export { SGD, type SGDOptions, sgd } from './sgd.ts';
