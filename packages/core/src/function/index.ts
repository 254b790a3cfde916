/** State, gradients and control: what users call directly under `tf`. */
// gradients

// fusion
export { fusePointwise } from './fuse.ts';
export type { GradientOptions, Structured, UnconnectedGradients } from './gradient-of.ts';
export { GradientTape, type GradientTapeOptions } from './gradient-tape.ts';
export { grad, grads, valueAndGrad, valueAndGrads, variableGrads } from './gradients.ts';
export type { JacobianOptions } from './jacobian.ts';
// state
export { nameScope } from './name-scope.ts';
export { Module } from './module.ts';
export type { Nested as Structure } from './nest.ts';
export { Variable, type VariableOptions } from './variable.ts';
export { type NextCreator, type VariableArguments, type VariableCreator, variableCreatorScope } from './variable-creator.ts';
export { type StateScope, stateScope, withStateScope } from './variable-state.ts';
