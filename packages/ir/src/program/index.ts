export * from './program.ts';
export { isCompatible, verifyModule, verifyProgram } from './verify.ts';
