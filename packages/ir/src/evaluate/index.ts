export * from './context.ts';
export { EvalBuilder, evaluateOperation, evaluateProgram, type EvaluateOptions, singleProcess, typeOfEval } from './evaluator.ts';
