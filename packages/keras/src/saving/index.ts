export { type CustomObjects, customObjectScope, type RegisterOptions, registerKerasSerializable } from './custom-objects.ts';
export { type LoadModelOptions, loadModel } from './load-model.ts';
export { loadWeights } from './load-weights.ts';
export { modelToBytes, saveModel, saveWeights } from './save-model.ts';
export type { LoadWeightsOptions } from './weights-file.ts';
