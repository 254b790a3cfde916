/** Finds the user's own file and line in a stack: the first frames that are not Millrace's. */

/** Folder that holds Millrace's code, as it appears in stack frames: the repository's `packages/`, or `node_modules/` where it is installed. */
const here: string = import.meta.url;
const workspace = /^(?:file:\/\/)?(.*\/packages\/)(?:ir\/src|millrace\/dist)\//.exec(here)?.[1];
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

/** How much of a stack is looked at: enough for most calls, then for one from within traces, layers and loops. */
const depths = [50, 1000] as const;

/** The user's frames of the call in progress. */
export function currentUserFrames(): string[] {
  for (const depth of depths) {
    const frames = userFramesOf(stackOf(depth));
    if (frames.length > 0) return frames;
  }
  return [];
}

function stackOf(depth: number): string {
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = depth;
  if (Error.captureStackTrace) Error.captureStackTrace(holder, currentUserFrames);
  else holder.stack = new Error().stack;
  // The text is made when it is first read, and the limit counts where the stack is taken.
  Error.stackTraceLimit = limit;
  return holder.stack ?? '';
}
