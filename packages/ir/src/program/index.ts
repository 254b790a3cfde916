export * from './program.ts';
export { verifyModule } from './verify.ts';
