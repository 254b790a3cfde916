/** `millrace/keras`. Keras alone, with its names at the top. */
export * from '@millrace/keras';
