export { sameModule, sameProgram } from '../program/same-program.ts';
export type { PrintOptions } from './operation-printer.ts';
export { type ParseOptions, parseModule } from './parse-module.ts';
export { parseTypeText } from './parse-types.ts';
export { printedAttributes } from './print-attributes.ts';
export { printModule, printProgram } from './print-module.ts';
