export type { Activation } from './activation.ts';
export * from './functions.ts';
export { type ActivationLike, activationNamed as get } from './registry.ts';
