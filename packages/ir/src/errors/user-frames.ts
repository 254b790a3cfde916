/** Finds the user's own file and line in a stack: the first frames that are not Millrace's. */

/** Folder that holds Millrace's code, as it appears in stack frames: the repository's `packages/`, or `node_modules/` where it is installed. */
const here: string = import.meta.url;
const workspace = /^(?:file:\/\/)?(.*\/packages\/)ir\/(?:src|dist)\//.exec(here)?.[1];
const installed = /\/node_modules\/(?:@millrace\/|millrace\/)/;
const testFile = /\.(?:test|cases|bench)\.[cm]?[jt]sx?(?::|$|\?)/;

function isInternal(frame: string): boolean {
  if (frame.includes('node:') || frame.includes('<anonymous>') || frame === 'native') return true;
  if (installed.test(frame)) return true;
  return workspace !== undefined && frame.includes(workspace) && !testFile.test(frame);
}

/** Frames of `stack` outside Millrace as `file:line:column`, innermost first. */
export function userFramesOf(stack: string): string[] {
  const frames: string[] = [];
  for (const line of stack.split('\n')) {
    const place = /(?:\(|at (?:async )?|@)((?:file:\/\/|https?:\/\/|\/|[A-Za-z]:\\)[^()]*:\d+:\d+)\)?$/.exec(line.trim())?.[1];
    if (place && !isInternal(place)) frames.push(place.replace(/^file:\/\//, ''));
  }
  return frames.filter((f) => !f.includes('/node_modules/') || frames.every((g) => g.includes('/node_modules/')));
}

/** The user's frames of the call in progress. */
export function currentUserFrames(): string[] {
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  if (Error.captureStackTrace) Error.captureStackTrace(holder, currentUserFrames);
  else holder.stack = new Error().stack;
  Error.stackTraceLimit = limit;
  return userFramesOf(holder.stack ?? '');
}
