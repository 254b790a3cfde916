/**
 * Arrays whose contents are undefined, from memory that the process touched before. The first touch of a page is dear (4 to 15 µs in virtual
 * machines: 15 ms for a result of 4 MB that takes 0.2 ms to write), so results should come from memory that was used and freed. glibc gives
 * blocks above its mmap threshold back to the system at once, but raises the threshold to the size of every such block that is freed, up to
 * 32 MB, and keeps twice as much at the top of the heap (mallopt(3), M_MMAP_THRESHOLD). One big block that is never touched, hence costs
 * nothing, and is garbage from the start raises it for the life of the process. Other allocators take no harm from it.
 */

interface NodeBuffers {
  readonly allocUnsafeSlow?: (bytes: number) => Uint8Array;
}
const { allocUnsafeSlow } = (globalThis as { readonly Buffer?: NodeBuffers }).Buffer ?? {};

/** Just below glibc's largest threshold. */
const balloonBytes = 31 * 1024 * 1024;
let ballooned = false;

/** A buffer of this many bytes with undefined contents in Node, zeros elsewhere. Throws RangeError where the host has no such buffer. */
export function unclearedBuffer(bytes: number): ArrayBuffer {
  if (!allocUnsafeSlow) return new ArrayBuffer(bytes);
  if (!ballooned) {
    ballooned = true;
    allocUnsafeSlow(balloonBytes);
  }
  return allocUnsafeSlow(bytes).buffer as ArrayBuffer;
}
