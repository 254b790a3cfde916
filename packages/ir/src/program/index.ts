export * from './program.ts';
export { verifyModule, verifyProgram } from './verify.ts';
