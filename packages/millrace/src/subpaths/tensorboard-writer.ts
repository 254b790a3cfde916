/** `millrace/tensorboard/writer`. The writing half of TensorBoard, which needs no server. */
export * from '@millrace/tensorboard/writer';
