/** Executables as bytes and back, for those who keep them by themselves; cache/executable-cache.ts does it for every program. */
import { MalformedRecord, NotStorable } from '@millrace/compiler';
import { failure } from '@millrace/ir';
import { compilerVersion } from './cache/version.ts';
import { loadKernels, memoryFor } from './compile.ts';
import type { Executable } from './executable.ts';
import { PlannedExecutable } from './planned.ts';
import { packExecutable, type Stamp, unpackExecutable } from './stored.ts';
import { currentTarget, showTarget, type Target } from './target.ts';

const stampOf = (target: Target): Stamp => ({ version: compilerVersion() ?? 'unknown', target: showTarget(target), threads: target.threads });

/**
 * An executable as bytes: its plan, constants and code, without the values of states. For this version of Millrace, this device and this number of
 * threads. Throws UnimplementedError for executables that have no such form: with open sizes, tokens, quantized types.
 */
export function serializeExecutable(executable: Executable): Uint8Array<ArrayBuffer> {
  const unstorable = (why: string): Error => failure('unimplemented', { op: 'serializeExecutable', message: `the executable has no form as bytes: ${why}` });
  if (!(executable instanceof PlannedExecutable)) throw unstorable('it runs operation by operation');
  try {
    return packExecutable(executable.planned, executable.source, stampOf(executable.target));
  } catch (error) {
    throw error instanceof NotStorable ? unstorable(error.message) : error;
  }
}

/**
 * The executable of bytes that `serializeExecutable` made. `threads`: as for the compilation. It shows its steps, code and reports; the program that
 * it was made from is not in the bytes. Throws DataLossError for bytes that are damaged, or of another version, device or number of threads.
 */
export function deserializeExecutable(bytes: Uint8Array, { threads }: { readonly threads?: number } = {}): Executable {
  const op = 'deserializeExecutable';
  const target = currentTarget(threads);
  const memory = memoryFor(target);
  try {
    const planned = unpackExecutable(Uint8Array.from(bytes), null, stampOf(target));
    loadKernels(memory.library, planned);
    const optimized = (): never => {
      throw failure('precondition', { op, message: `the program of '${planned.name}' is not part of the bytes that its executable was read from` });
    };
    return new PlannedExecutable(planned, memory, target, { source: null, optimized });
  } catch (cause) {
    const isOurs = cause instanceof MalformedRecord || cause instanceof WebAssembly.CompileError || cause instanceof WebAssembly.LinkError;
    if (isOurs) throw failure('corrupted', { op, message: cause.message, cause });
    throw cause;
  }
}
