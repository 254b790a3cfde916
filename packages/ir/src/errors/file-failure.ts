/** Errors of the file system as errors of ours. */
import { type ErrorFacts, failure } from './report.ts';
import type { ErrorCode } from './table.ts';

/** What went wrong by the name that the operating system has for it. Source: the errno of POSIX; classes as TensorFlow maps them. */
const kinds: Readonly<Record<string, { readonly code: ErrorCode; readonly what: string; readonly hint?: string }>> = {
  ENOENT: { code: 'not-found', what: 'there is no file' },
  ENOSPC: { code: 'disk-full', what: 'the disk is full:', hint: 'free some space, or name a folder on another disk' },
  EDQUOT: { code: 'disk-full', what: 'the quota of the disk is used up:', hint: 'free some space, or name a folder on another disk' },
  EFBIG: { code: 'disk-full', what: 'the system allows no file this large:', hint: 'raise the limit (ulimit -f), or name a folder on another disk' },
  EACCES: { code: 'permission', what: 'permission is denied for' },
  EPERM: { code: 'permission', what: 'permission is denied for' },
  EROFS: { code: 'permission', what: 'the file system can only be read:' },
  EISDIR: { code: 'precondition', what: 'a folder is in the place of the file' },
  ENOTDIR: { code: 'precondition', what: 'a file is in the place of a folder of' },
};

/**
 * What to throw when reading or writing `path` failed with `cause`: the typed error for what the file system refused; anything else as it came,
 * since only a defect explains it. `facts` may say what the failure left behind.
 */
export function fileFailure(op: string, path: string, cause: unknown, facts: Pick<ErrorFacts, 'valid' | 'hint'> & { readonly after?: string } = {}): unknown {
  const kind = kinds[(cause as { code?: unknown } | null)?.code as string];
  if (kind === undefined) return cause;
  const { after, ...rest } = facts;
  return failure(kind.code, { op, message: `${kind.what} ${path}${after ? `; ${after}` : ''}`, hint: kind.hint, ...rest, cause });
}
