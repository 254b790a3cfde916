export * from './classes.ts';
export { fileFailure } from './file-failure.ts';
export { checkOptions, type ErrorData, type ErrorFacts, failure, nearest, unknownChoice, unreachable } from './report.ts';
export { type ErrorCode, type ErrorEntry, errorTable } from './table.ts';
export { currentUserFrames, currentUserPlace, userFramesOf } from './user-frames.ts';
