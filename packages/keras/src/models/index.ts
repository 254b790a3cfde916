export { cloneModel, type LoadModelOptions, loadModel, modelFromJson } from '../saving/load-model.ts';
export { saveModel } from '../saving/save-model.ts';
export { Functional, model } from './functional.ts';
export { Model, type ModelOptions } from './model.ts';
export { Sequential, type SequentialOptions, sequential } from './sequential.ts';
export type { SummaryOptions } from './summary.ts';
