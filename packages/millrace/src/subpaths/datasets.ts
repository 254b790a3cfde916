/** `millrace/datasets`. Named data sets. */
export * from '@millrace/datasets';
