/** Where events go: a file in Node, or whatever takes bytes in a browser. */
import { failure } from '@millrace/ir';

/** Takes framed records. `flush` and `close` answer when what was written before is safe. */
export interface EventSink {
  write(bytes: Uint8Array): void;
  flush(): void | Promise<void>;
  close(): void | Promise<void>;
}

let filesOfThisProcess = 0;

/** The name that readers look for: `events.out.tfevents.<seconds>.<host>.<pid>.<count><suffix>`. */
export function eventFileName(host: string, pid: number, suffix: string): string {
  const seconds = String(Math.floor(Date.now() / 1000)).padStart(10, '0');
  return `events.out.tfevents.${seconds}.${host.replace(/[/\\]/g, '_')}.${pid}.${filesOfThisProcess++}${suffix}`;
}

/**
 * A new event file in `logDir`, which is made when missing. What `write` got is with the operating system when it returns, so the end of
 * this process, however it comes, loses nothing of it.
 * @throws UnavailableError where there are no files; what the file system throws
 */
export function fileSink(logDir: string, suffix: string): EventSink & { readonly path: string } {
  // Looked up instead of imported: a page that bundles the writer for another sink has no file system.
  const builtin = globalThis.process?.getBuiltinModule;
  if (builtin === undefined)
    throw failure('unavailable', { op: 'summary.createFileWriter', message: 'there is no file system here', hint: '{ sink } takes a WritableStream' });
  const [fs, os, path] = [builtin('node:fs'), builtin('node:os'), builtin('node:path')];
  fs.mkdirSync(logDir, { recursive: true });
  const file = path.join(logDir, eventFileName(os.hostname(), process.pid, suffix));
  const handle = fs.openSync(file, 'ax');
  return {
    path: file,
    write: (bytes) => {
      for (let done = 0; done < bytes.length; ) done += fs.writeSync(handle, bytes, done);
    },
    flush: () => undefined,
    close: () => fs.closeSync(handle),
  };
}

/** A sink that hands the bytes of an event file to a stream. */
export function streamSink(stream: WritableStream<Uint8Array>): EventSink {
  const writer = stream.getWriter();
  let last: Promise<void> = Promise.resolve();
  return {
    write: (bytes) => {
      last = writer.write(bytes);
      // `flush` and `close` throw what went wrong; until then it is not unhandled.
      last.catch(() => undefined);
    },
    flush: () => last,
    close: () => writer.close(),
  };
}
