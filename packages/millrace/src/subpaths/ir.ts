/** `millrace/ir`. Primitives, programs and their transforms. */
export * from '@millrace/ir';
