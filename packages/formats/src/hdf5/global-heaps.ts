/**
 * A look at the global heaps of an HDF5 file (where strings of varying length lie) before the library reads it: free space of size 0 in one of them
 * makes the library walk the heap forever. Found by the fuzzer. Source: HDF5 File Format Specification 3.0, section III.E.
 */
import { FormatError } from '../format-error.ts';

/** `GCOL`, version 1, three reserved bytes. */
const signature: readonly number[] = [0x47, 0x43, 0x4f, 0x4c, 1, 0, 0, 0];
const headerBytes = 16;

const aligned = (size: number): number => Math.ceil(size / 8) * 8;

/** @throws FormatError where the objects of a heap do not fill it: one is larger than what is left, or free space has no size */
export function checkGlobalHeaps(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = bytes.indexOf(signature[0]); at >= 0; at = bytes.indexOf(signature[0], at + 1)) {
    if (at + headerBytes > bytes.length || signature.some((byte, i) => bytes[at + i] !== byte)) continue;
    const size = Number(view.getBigUint64(at + 8, true));
    // These bytes may be part of an array; a heap is whole within the file, and the library refuses what is not.
    if (size <= bytes.length - at) checkObjects(view, at, at + size);
  }
}

function checkObjects(view: DataView, heap: number, end: number): void {
  let at = heap + headerBytes;
  // Less than the head of an object at the end is left over.
  while (at + headerBytes <= end) {
    const isFree = view.getUint16(at, true) === 0;
    const size = Number(view.getBigUint64(at + 8, true));
    const next = at + (isFree ? size : headerBytes + aligned(size));
    if (next <= at || next > end) throw new FormatError('HDF5', `an object of ${size} bytes does not fit into the global heap at byte ${heap}`, at);
    at = next;
  }
}
