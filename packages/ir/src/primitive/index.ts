export * from './attributes.ts';
export * from './constraints.ts';
export { definePrimitive } from './define.ts';
export * from './primitive.ts';
