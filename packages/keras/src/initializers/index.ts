export * from './all.ts';
export { Initializer, type InitializerLike } from './initializer.ts';
export type { SeededOptions } from './seeded.ts';
