/**
 * The package that users install: TensorFlow's names, in camelCase. `import * as tf from 'millrace'`.
 *
 * @module millrace
 */
export * from '@millrace/core';
export * as datasets from '@millrace/datasets';
export * as keras from '@millrace/keras';
export { setDevice } from '@millrace/runtime';
