/** `millrace/ir/text`. Parser and printer of MLIR text. */
export * from '@millrace/ir/text';
