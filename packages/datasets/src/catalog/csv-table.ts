/** Reads the tables that scikit-learn ships: rows of numbers whose last column is the class. */
import type { DatasetArrays } from '../definition.ts';

/** Numbers of a CSV file, row by row; the first `skip` lines are headers. Throws RangeError for a cell that is no number. */
export async function numbersOfCsv(bytes: Uint8Array, skip: number): Promise<number[][]> {
  const { parse } = await import('csv-parse/browser/esm/sync');
  const rows = parse(new TextDecoder().decode(bytes), { from_line: skip + 1, skip_empty_lines: true }) as string[][];
  return rows.map((row, line) =>
    row.map((cell) => {
      const value = Number(cell);
      if (cell.trim() === '' || Number.isNaN(value)) throw new RangeError(`line ${line + skip + 1}: '${cell}' is no number`);
      return value;
    }),
  );
}

/** Splits rows into features, scaled, and labels. */
export function arraysOf(rows: readonly (readonly number[])[], featureShape: readonly number[], scale: number = 1): DatasetArrays {
  const width = featureShape.reduce((product, size) => product * size, 1);
  const features = new Float32Array(rows.length * width);
  rows.forEach((row, i) =>
    features.set(
      row.slice(0, width).map((v) => v * scale),
      i * width,
    ),
  );
  return { features, featureShape, labels: Int32Array.from(rows, (row) => row[width]) };
}

/**
 * A fixed split for sets that have none: every `every`-th row of each class, in the file's order, is for testing,
 * so that both parts hold every class in proportion and never change.
 */
export function stratifiedSplit(rows: readonly (readonly number[])[], every: number): { train: number[][]; test: number[][] } {
  const seen = new Map<number, number>();
  const split: { train: number[][]; test: number[][] } = { train: [], test: [] };
  for (const row of rows) {
    const label = row[row.length - 1];
    const count = (seen.get(label) ?? 0) + 1;
    seen.set(label, count);
    (count % every === 0 ? split.test : split.train).push([...row]);
  }
  return split;
}
