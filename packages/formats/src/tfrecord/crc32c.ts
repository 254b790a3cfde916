/** CRC-32C (Castagnoli) and its masked form. Source: RFC 3720 appendix B.4 (polynomial 0x1EDC6F41, reflected 0x82F63B78); TFRecord's mask. */

// Sixteen tables, table[k] being a byte's contribution k bytes before the end of a block: sixteen bytes a turn instead of one.
const tables: Int32Array = makeTables();

function makeTables(): Int32Array {
  const t = new Int32Array(16 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let c = byte;
    for (let k = 0; k < 8; k++) c = c & 1 ? 0x82f63b78 ^ (c >>> 1) : c >>> 1;
    t[byte] = c;
  }
  for (let i = 256; i < 16 * 256; i++) t[i] = (t[i - 256] >>> 8) ^ t[t[i - 256] & 0xff];
  return t;
}

/** CRC-32C of `bytes[start, end)`, as an unsigned integer. `seed` is the checksum of what comes before, so that a long input may come in parts. */
export function crc32c(bytes: Uint8Array, seed = 0, start = 0, end: number = bytes.length): number {
  const t = tables;
  let c = ~seed;
  let i = start;
  for (; i + 16 <= end; i += 16) {
    c ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    c =
      t[3840 + (c & 0xff)] ^
      t[3584 + ((c >>> 8) & 0xff)] ^
      t[3328 + ((c >>> 16) & 0xff)] ^
      t[3072 + (c >>> 24)] ^
      t[2816 + bytes[i + 4]] ^
      t[2560 + bytes[i + 5]] ^
      t[2304 + bytes[i + 6]] ^
      t[2048 + bytes[i + 7]] ^
      t[1792 + bytes[i + 8]] ^
      t[1536 + bytes[i + 9]] ^
      t[1280 + bytes[i + 10]] ^
      t[1024 + bytes[i + 11]] ^
      t[768 + bytes[i + 12]] ^
      t[512 + bytes[i + 13]] ^
      t[256 + bytes[i + 14]] ^
      t[bytes[i + 15]];
  }
  for (; i + 4 <= end; i += 4) {
    c ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    c = t[768 + (c & 0xff)] ^ t[512 + ((c >>> 8) & 0xff)] ^ t[256 + ((c >>> 16) & 0xff)] ^ t[c >>> 24];
  }
  for (; i < end; i++) c = t[(c ^ bytes[i]) & 0xff] ^ (c >>> 8);
  return ~c >>> 0;
}

/** The checksum as TFRecord stores it: rotated by 15 bits and offset, so that a checksum of data that holds checksums stays sound. */
export function maskedCrc32c(bytes: Uint8Array, start = 0, end: number = bytes.length): number {
  const c = crc32c(bytes, 0, start, end);
  return (((c >>> 15) | (c << 17)) + 0xa282ead8) >>> 0;
}
