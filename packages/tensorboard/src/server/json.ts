/** JSON as TensorBoard writes it: numbers that JSON does not have become strings. Source: tensorboard/backend/json_util.py (behavior only). */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_, v: unknown) => {
    if (typeof v === 'bigint') return v.toString();
    if (typeof v !== 'number' || Number.isFinite(v)) return v;
    return Number.isNaN(v) ? 'NaN' : v > 0 ? 'Infinity' : '-Infinity';
  });

/** Rows of numbers: the same text as `toJson`, without asking a function about each of what may be a million numbers. */
export function rowsToJson(rows: readonly (readonly number[])[]): string {
  const number = (v: number): string => (Number.isFinite(v) ? String(v) : toJson(v));
  return `[${rows.map((row) => `[${row.map(number).join(',')}]`).join(',')}]`;
}
