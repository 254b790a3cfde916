export * from './context.ts';
export { EvalBuilder, type EvaluateOptions, evaluateOperation, evaluateProgram, singleProcess, typeOfEval } from './evaluator.ts';
