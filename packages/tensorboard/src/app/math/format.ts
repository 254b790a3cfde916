/** Numbers and times as people read them. */

const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 5 });

/** 0.12346, 1,234.6, 1.2346e-7; NaN and infinities by name. */
export function formatValue(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-4 || size >= 1e7) ? value.toExponential(3) : short.format(value);
}

/** A time span: 0.5 s, 2 min 5 s, 3 h 2 min, 1 d 4 h. */
export function formatSpan(seconds: number): string {
  if (Math.abs(seconds) < 60) return `${short.format(seconds)} s`;
  const parts: [number, string][] = [
    [86400, 'd'],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ];
  const first = parts.findIndex(([size]) => Math.abs(seconds) >= size);
  const [[large, name], next] = [parts[first], parts[first + 1]];
  const whole = Math.trunc(seconds / large);
  const rest = next === undefined ? 0 : Math.abs(Math.trunc((seconds - whole * large) / next[0]));
  return `${whole} ${name}${rest === 0 ? '' : ` ${rest} ${next[1]}`}`;
}

export const formatTime = (seconds: number): string => new Date(seconds * 1000).toLocaleString();
