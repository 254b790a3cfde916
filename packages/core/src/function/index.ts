/** State, gradients and control: what users call directly under `tf`. */
// control flow
export { type CaseOptions, case, cond, type Predicate, type SwitchOptions, switchCase, type WhileOptions, whileLoop } from './control.ts';
// gradients
export { type CustomResult, customGradient, type GradientContext, type GradientFunction, gradPassThrough } from './custom-gradient.ts';
export type { Slices } from './elements.ts';
// fusion
export { fusePointwise } from './fuse.ts';
export type { GradientOptions, Structured, UnconnectedGradients } from './gradient-of.ts';
export { GradientTape, type GradientTapeOptions } from './gradient-tape.ts';
export { grad, grads, valueAndGrad, valueAndGrads, variableGrads } from './gradients.ts';
export { hessian, type Jvp, type JvpArguments, jvp } from './higher-order.ts';
// state
export { initScope } from './init-scope.ts';
export type { JacobianOptions } from './jacobian.ts';
export { type FoldOptions, foldl, foldr, type MapOptions, mapFn, type ScanOptions, scan } from './map.ts';
export { Module } from './module.ts';
export { nameScope, operationScope, scopeOf } from './name-scope.ts';
export type { Nested as Structure } from './nest.ts';
export { recomputeGrad } from './recompute-grad.ts';
// functions
export type { CompilerStage, ConcreteFunction } from './traced/concrete-function.ts';
export { hostCallback, openTrace } from './traced/host-callbacks.ts';
export type { Retrace } from './traced/retracing.ts';
export { TensorSpec, type TensorSpecLike, type TensorSpecOptions } from './traced/tensor-spec.ts';
export { type FunctionOptions, function, onFunctionCall, type TracedFunction } from './traced/traced-function.ts';
export type { TracedResult } from './traced/traced-result.ts';
export type { VariableOptions } from './variable.ts';
export { type NextCreator, type VariableArguments, type VariableCreator, variableCreatorScope } from './variable-creator.ts';
export { type RowUpdates, Variable } from './variable-methods.ts';
export { type StateScope, stateScope, withStateScope } from './variable-state.ts';
export { type VectorizedMapOptions, vectorizedMap } from './vectorized-map.ts';
