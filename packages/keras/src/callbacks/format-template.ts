/** Values in the names of files, in the part of Python's format language that checkpoint paths use. */
import { failure } from '@millrace/ir';

/** `{epoch:02d}-{val_loss:.2f}` with values filled in. Throws ValueError for a name that is not logged. */
export function formatTemplate(template: string, values: Readonly<Record<string, number>>): string {
  return template.replace(/\{(\w+)(?::([^}]*))?\}/g, (_, name: string, format: string | undefined) => {
    const value = values[name];
    if (value === undefined)
      throw failure('value', { op: 'modelCheckpoint', message: `the path needs '${name}', which is not logged`, valid: Object.keys(values).join(', ') });
    return formatNumber(value, format ?? '');
  });
}

function formatNumber(value: number, format: string): string {
  const parts = /^(0?)(\d*)(?:\.(\d+))?([dfeg]?)$/.exec(format);
  if (!parts) throw failure('value', { op: 'modelCheckpoint', message: `the format '${format}' is not supported`, valid: ':02d, :.2f, :.3e' });
  const [, zero, width, digits, kind] = parts;
  const precision = digits === undefined ? 6 : Number(digits);
  const text =
    kind === 'd'
      ? String(Math.trunc(value))
      : kind === 'f'
        ? value.toFixed(precision)
        : kind === 'e'
          ? value.toExponential(precision).replace(/e([+-])(\d)$/, 'e$10$2')
          : digits === undefined
            ? String(value)
            : String(Number(value.toPrecision(Math.max(1, precision))));
  return text.padStart(Number(width || 0), zero ? '0' : ' ');
}
