/** `millrace/tensorboard`. TensorBoard: `tf.summary`, reading log directories, the server. */
export * from '@millrace/tensorboard';
