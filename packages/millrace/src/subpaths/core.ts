/** `millrace/core`. Arrays, gradients, compiled functions: everything of `millrace` but Keras and the data sets. */
export * from '@millrace/core';
