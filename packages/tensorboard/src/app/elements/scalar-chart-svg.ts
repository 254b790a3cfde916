/** A scalar chart as SVG, for papers and slides. */
import { formatSpan, formatValue } from '../math/format.ts';
import type { ChartSettings } from './scalar-chart.ts';

export interface SvgFrame {
  readonly width: number;
  readonly height: number;
  readonly x: readonly [min: number, max: number];
  readonly y: readonly [min: number, max: number];
  readonly background: string;
  readonly color: string;
}

const [left, right, top, bottom] = [64, 12, 10, 30];
const ticks = [0, 0.25, 0.5, 0.75, 1];
const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** The lines in a frame, with five ticks on each axis and the names of the runs. */
export function chartSvg({ lines, logY, xAxis }: ChartSettings, { width, height, x, y, background, color }: SvgFrame): string {
  const scale = logY ? Math.log : (v: number): number => v;
  const back = logY ? Math.exp : (v: number): number => v;
  const [y0, y1] = y.map(scale);
  const px = (v: number): number => left + ((v - x[0]) / (x[1] - x[0])) * (width - left - right);
  const py = (v: number): number => height - bottom - ((scale(v) - y0) / (y1 - y0)) * (height - top - bottom);
  const path = (xs: Float64Array, ys: Float64Array): string => {
    let text = '';
    let before = false;
    for (let i = 0; i < xs.length; i++) {
      const shows = Number.isFinite(ys[i]) && (!logY || ys[i] > 0);
      if (shows) text += `${before ? 'L' : 'M'}${px(xs[i]).toFixed(2)} ${py(ys[i]).toFixed(2)}`;
      before = shows;
    }
    return text;
  };
  const xText = (v: number): string =>
    xAxis === 'wall' ? new Date(v * 1000).toLocaleTimeString() : xAxis === 'relative' ? formatSpan(Number(v.toPrecision(3))) : formatValue(v);
  const axes = ticks.map((at) => {
    const [vx, vy] = [x[0] + at * (x[1] - x[0]), back(y0 + at * (y1 - y0))];
    return `<text x="${px(vx).toFixed(1)}" y="${height - 10}" text-anchor="middle">${escaped(xText(vx))}</text><text x="${left - 6}" y="${(py(vy) + 4).toFixed(1)}" text-anchor="end">${formatValue(vy)}</text><path d="M${left} ${py(vy).toFixed(1)}H${width - right}" stroke="${color}" stroke-opacity="0.2"/>`;
  });
  const drawn = lines.map(
    (l) =>
      `${l.smoothed === l.values ? '' : `<path d="${path(l.xs, l.values)}" stroke="${l.color}" stroke-opacity="0.25"/>`}<path d="${path(l.xs, l.smoothed)}" stroke="${l.color}" stroke-width="1.75"><title>${escaped(l.run)}</title></path>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="${background.trim()}"/><g fill="${color}">${axes.join('')}</g><clipPath id="c"><rect x="${left}" y="${top}" width="${width - left - right}" height="${height - top - bottom}"/></clipPath><g fill="none" clip-path="url(#c)">${drawn.join('')}</g></svg>`;
}
