/** Gray pictures on a grid, as a PNG file. The encoder is @jsquash/png (the `png` crate in WebAssembly). */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export interface GridCell {
  /** Gray levels in [0, 1], row-major. */
  readonly pixels: ArrayLike<number>;
  readonly height: number;
  readonly width: number;
  /** Frame color as [red, green, blue]; none by default. */
  readonly frame?: readonly [number, number, number];
}

const frameWidth = 3;
const gap = 8;

/** Draws cells in rows of `columns`, each enlarged to `size` pixels, and writes the PNG to `path`. */
export async function writePictureGrid(path: string, cells: readonly GridCell[], columns: number, size: number): Promise<void> {
  const pitch = size + 2 * frameWidth + gap;
  const width = columns * pitch + gap;
  const height = Math.ceil(cells.length / columns) * pitch + gap;
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  cells.forEach((cell, i) => drawCell(rgba, width, cell, gap + (i % columns) * pitch, gap + Math.floor(i / columns) * pitch, size));
  writeFileSync(path, new Uint8Array(await encodePng(rgba, width, height)));
}

function drawCell(rgba: Uint8ClampedArray, width: number, cell: GridCell, left: number, top: number, size: number): void {
  const full = size + 2 * frameWidth;
  for (let y = 0; y < full; y++) {
    for (let x = 0; x < full; x++) {
      const inside = x >= frameWidth && x < full - frameWidth && y >= frameWidth && y < full - frameWidth;
      const sourceY = Math.floor(((y - frameWidth) * cell.height) / size);
      const sourceX = Math.floor(((x - frameWidth) * cell.width) / size);
      const gray = inside ? cell.pixels[sourceY * cell.width + sourceX] * 255 : 0;
      const color = inside ? [gray, gray, gray] : (cell.frame ?? [255, 255, 255]);
      rgba.set([...color, 255], ((top + y) * width + left + x) * 4);
    }
  }
}

async function encodePng(rgba: Uint8ClampedArray, width: number, height: number): Promise<ArrayBuffer> {
  const { default: encode, init } = await import('@jsquash/png/encode.js');
  const folder = join(createRequire(import.meta.url).resolve('@jsquash/png'), '..');
  await init(await WebAssembly.compile(readFileSync(join(folder, 'codec/pkg/squoosh_png_bg.wasm'))));
  return encode({ data: rgba, width, height, colorSpace: 'srgb' } as ImageData);
}
