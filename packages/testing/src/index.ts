/** The harness for primitives: tables of cases, and the runners that read them. Tests import this; nothing else does. */
export { mutateText } from './fuzz/mutate-text.ts';
export { randomProgram } from './fuzz/random-program.ts';
export { batchInstances, checkBatching } from './ops/batch-mode.ts';
export { type CaseDefinition, type CaseTable, casesFor, type RandomCase, type RejectCase, tails, type ValueCase } from './ops/cases.ts';
export { type Difference, ulpDistance, withinRelative, worstDifference } from './ops/compare.ts';
export { checkOnDevice, type DeviceResult, type Execute } from './ops/device-mode.ts';
export { awayFromHalves, type Draw, drawLiteral, integers, normal, oneOf, Random, uniform } from './ops/draws.ts';
export * from './ops/element-lists.ts';
export { checkReject, checkValue, typeOfText, uncoveredConstraints } from './ops/evaluator-mode.ts';
export { checkGradients, gradInstances } from './ops/grad-mode.ts';
export { type Instance, instanceOf, instancesOf } from './ops/instances.ts';
export * from './ops/literals.ts';
export { type LoadedTable, loadTables } from './ops/load.ts';
export { showCase } from './ops/show.ts';
