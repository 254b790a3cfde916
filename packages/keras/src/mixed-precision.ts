/** Source: `tf.keras.mixed_precision`. */
export { DTypePolicy as Policy, getGlobalPolicy as globalPolicy, setGlobalPolicy } from './dtype-policy.ts';
export { LossScaleOptimizer, lossScaleOptimizer } from './optimizers/loss-scale-optimizer.ts';
