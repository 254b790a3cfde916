/** `millrace/formats`. Readers and writers of files. */
export * from '@millrace/formats';
