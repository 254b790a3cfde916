/** JavaScript values in messages: every value has a short text, whatever it is. */

const longest = 60;

/** A value as it would be written: `[1, NaN]`, `'same'`, `3n`, `a Map`, `a function`. Never throws, never long. */
export function describe(value: unknown, depth: number = 0): string {
  if (typeof value === 'string') return `'${shorten(value)}'`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'symbol') return 'a symbol';
  if (typeof value !== 'object' || value === null) return String(value);
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name}`;
  if (!Array.isArray(value)) return value.constructor === Object || value.constructor === undefined ? 'an object' : `a ${value.constructor.name}`;
  if (depth > 1 || value.length > 12) return `an array of length ${value.length}`;
  return shorten(`[${value.map((v) => describe(v, depth + 1)).join(', ')}]`);
}

const shorten = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);

/** Whether a typed array has lost its memory to a transfer. */
export function isDetached(array: ArrayBufferView): boolean {
  if (array.byteLength > 0) return false;
  try {
    new Uint8Array(array.buffer);
    return false;
  } catch {
    return true;
  }
}
