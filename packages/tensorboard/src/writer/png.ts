/**
 * PNG files of 8-bit images. Written here, because the package for images answers asynchronously and knows four channels only, and a summary
 * is written within the call. Source: PNG specification, third edition (W3C); compression is fflate's.
 */
import { crc32 } from '@millrace/formats';
import { zlibSync } from 'fflate';

const signature: readonly number[] = [137, 80, 78, 71, 13, 10, 26, 10];
/** Color type by channels: gray, gray with alpha, RGB, RGBA. */
const colorTypes: readonly number[] = [0, 4, 2, 6];

function chunk(name: string, content: Uint8Array): Uint8Array {
  const out = new Uint8Array(12 + content.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, content.length);
  for (let i = 0; i < 4; i++) out[4 + i] = name.charCodeAt(i);
  out.set(content, 8);
  view.setUint32(8 + content.length, crc32(out.subarray(4, 8 + content.length)));
  return out;
}

/**
 * @param pixels  [height, width, channels] in row-major order
 * @param channels  1 to 4
 */
export function encodePng(pixels: Uint8Array, height: number, width: number, channels: number): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header[8] = 8;
  header[9] = colorTypes[channels - 1];
  const rowBytes = width * channels;
  const rows = new Uint8Array(height * (rowBytes + 1)); // each row begins with its filter: 0, none
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * rowBytes, (y + 1) * rowBytes), y * (rowBytes + 1) + 1);
  const parts = [Uint8Array.from(signature), chunk('IHDR', header), chunk('IDAT', zlibSync(rows, { level: 6 })), chunk('IEND', new Uint8Array(0))];
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}
