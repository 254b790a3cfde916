/** The text of progress: `1875/1875 ━━━━━━━━━━━━━━━━━━━━ 6s 3ms/step - accuracy: 0.8700 - loss: 0.3500`. Source: the layout of Keras 3's `Progbar`. */

export interface Progress {
  readonly step: number;
  /** Null where only the data knows. */
  readonly steps: number | null;
  /** Seconds since the epoch began. */
  readonly elapsed: number;
  readonly logs: Readonly<Record<string, number>>;
  /** Whether this is the last line of the epoch. */
  readonly done: boolean;
}

const barWidth = 20;

/** Four decimals, or four significant ones where that would be 0. */
export function formatValue(value: number): string {
  if (!Number.isFinite(value)) return String(value).replace('NaN', 'nan').replace('Infinity', 'inf');
  if (value === 0 || Math.abs(value) > 1e-3) return value.toFixed(4);
  return value.toExponential(4).replace(/e([+-])(\d)$/, 'e$10$2');
}

/** `6s`, `1:05`, `1:00:00`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (n: number): string => String(n).padStart(2, '0');
  if (whole >= 3600) return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return whole >= 60 ? `${Math.floor(whole / 60)}:${two(whole % 60)}` : `${whole}s`;
}

/** `3ms/step`, with the unit that suits. */
export function formatRate(secondsPerStep: number): string {
  if (secondsPerStep >= 1 || secondsPerStep === 0) return `${secondsPerStep.toFixed(0)}s/step`;
  return secondsPerStep >= 1e-3 ? `${(secondsPerStep * 1e3).toFixed(0)}ms/step` : `${(secondsPerStep * 1e6).toFixed(0)}us/step`;
}

/** Names in alphabetical order, those of the validation last. */
function formatLogs(logs: Readonly<Record<string, number>>): string {
  const names = Object.keys(logs).sort((a, b) => Number(a.startsWith('val_')) - Number(b.startsWith('val_')) || (a < b ? -1 : 1));
  return names.map((name) => ` - ${name}: ${formatValue(logs[name])}`).join('');
}

const count = ({ step, steps }: Progress): string => (steps === null ? `${step}/Unknown` : `${String(step).padStart(String(steps).length)}/${steps}`);

/** The line with a bar. While the epoch runs the time is what is left of it. */
export function progressLine(progress: Progress, paint: (text: string, filled: boolean) => string = (text) => text): string {
  const { step, steps, elapsed, logs, done } = progress;
  const perStep = step > 0 ? elapsed / step : 0;
  const filled = steps === null || steps === 0 ? barWidth : Math.floor((barWidth * step) / steps);
  const bar = steps === null ? '' : ` ${paint('━'.repeat(filled), true)}${paint('━'.repeat(barWidth - filled), false)}`;
  const time = done || steps === null ? elapsed : perStep * (steps - step);
  return `${count(progress)}${bar} ${formatDuration(time)} ${formatRate(perStep)}${formatLogs(logs)}`;
}

/** The line of an epoch without a bar (verbose 2). */
export function plainLine(progress: Progress): string {
  const { step, elapsed, logs } = progress;
  return `${count(progress)} - ${formatDuration(elapsed)} - ${formatRate(step > 0 ? elapsed / step : 0)}${formatLogs(logs)}`;
}
