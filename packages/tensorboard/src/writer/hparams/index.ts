/** Hyperparameters: what an experiment varies, and with which values each session ran. Source: `tensorboard.plugins.hparams.api`. */
export { Discrete, type Domain, HParam, type HParamValue, IntInterval, Metric, type MetricOptions, type Random, RealInterval, type Shown } from './domains.ts';
export { KerasCallback } from './keras-callback.ts';
export { type ConfigOptions, config, type HParamsOptions, type HParamValues, hparams, sessionEnd } from './write.ts';
