export * from './context.ts';
export { mapElements } from './elementwise.ts';
export { EvalBuilder, type EvaluateOptions, evaluateOperation, evaluateProgram, singleProcess, typeOfEval } from './evaluator.ts';
