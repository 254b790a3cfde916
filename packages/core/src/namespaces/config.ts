/** `tf.config`. */

export { onRetrace } from '../function/traced/retracing.ts';
export { functionsRunEagerly, runFunctionsEagerly } from '../function/traced/traced-function.ts';
export * as experimental from './config-experimental.ts';
