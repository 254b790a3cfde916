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

/** What V8 says of a frame. */
interface CallSite {
  getFileName(): string | null | undefined;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
}

/** By file, whether its frames are the user's. */
const userFiles = new Map<string, boolean>();
/** By place in a file that runs, the place that a stack names for it: that of the source, where the host knows source maps. */
const places = new Map<string, string | undefined>();
const mostPlaces = 100_000;

/**
 * The first of the user's frames: `currentUserFrames()[0]`. A trace asks for every operation and mostly for few lines, and it is the text of a stack
 * that takes time; so where the host hands out frames as objects the text is made once for each line.
 */
export function currentUserPlace(): string | undefined {
  const place = runningUserPlace();
  if (place === undefined) return currentUserFrames()[0];
  if (!places.has(place)) {
    if (places.size >= mostPlaces) places.clear();
    places.set(place, currentUserFrames()[0]);
  }
  return places.get(place);
}

/** The user's place in the code that runs; undefined where no frame shows one. */
function runningUserPlace(): string | undefined {
  if (!Error.captureStackTrace) return undefined;
  for (const depth of depths) {
    for (const site of sitesOf(depth)) {
      const file = site.getFileName();
      if (file && isUserFile(file)) return `${file}:${site.getLineNumber()}:${site.getColumnNumber()}`;
    }
  }
  return undefined;
}

function isUserFile(file: string): boolean {
  let found = userFiles.get(file);
  if (found === undefined) userFiles.set(file, (found = userFramesOf(`at ${file}:1:1`).length > 0 && !file.includes('/node_modules/')));
  return found;
}

function sitesOf(depth: number): readonly CallSite[] {
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = (_, sites) => sites;
  try {
    const sites: unknown = captured(depth, runningUserPlace).stack;
    return Array.isArray(sites) ? sites : [];
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
}

/** An object whose `stack`, made when it is first read, has this many frames at most; frames down to that of `above` are left out. */
function captured(depth: number, above: () => unknown): { readonly stack?: unknown } {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = depth;
  try {
    if (!Error.captureStackTrace) return new Error();
    const holder = {};
    Error.captureStackTrace(holder, above);
    return holder;
  } finally {
    Error.stackTraceLimit = limit;
  }
}

const stackOf = (depth: number): string => String(captured(depth, currentUserFrames).stack ?? '');
