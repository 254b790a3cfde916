/** Histograms over steps, as ridges behind each other or as lines over each other, and distributions as bands. Drawn by Observable Plot. */
import * as Plot from '@observablehq/plot';
import type { DistributionPoint, HistogramPoint } from '../api.ts';
import { formatValue } from '../math/format.ts';

export type HistogramSettings = { readonly color: string; readonly theme: 'light' | 'dark'; readonly label: string } & (
  | { readonly mode: 'offset' | 'overlay'; readonly points: readonly HistogramPoint[] }
  | { readonly mode: 'distribution'; readonly points: readonly DistributionPoint[] }
);

/** Ridges at most; of more steps an even choice is shown. */
const maxRidges = 40;

interface Sample {
  readonly step: number;
  readonly x: number;
  readonly count: number;
}

/** The outline of a histogram: counts at the centers of the buckets, zero at both ends. */
function outline({ step, bins }: HistogramPoint): Sample[] {
  if (bins.length === 0) return [];
  const used = bins.filter((b) => b.count > 0 || b.max > b.min);
  const [first, last] = [used[0] ?? bins[0], used[used.length - 1] ?? bins[0]];
  return [{ step, x: first.min, count: 0 }, ...used.map((b) => ({ step, x: (b.min + b.max) / 2, count: b.count })), { step, x: last.max, count: 0 }];
}

function chosen(points: readonly HistogramPoint[]): readonly HistogramPoint[] {
  if (points.length <= maxRidges) return points;
  return Array.from({ length: maxRidges }, (_, i) => points[Math.round((i * (points.length - 1)) / (maxRidges - 1))]);
}

const title = (s: Sample): string => `step ${s.step}\nvalue ${formatValue(s.x)}\ncount ${formatValue(s.count)}`;

/** Ridges: newer steps lie in front and lower. */
function offsetPlot(points: readonly HistogramPoint[], color: string, width: number, background: string): ReturnType<typeof Plot.plot> {
  const ridges = chosen(points);
  const most = Math.max(1e-12, ...ridges.flatMap((p) => p.bins.map((b) => b.count)));
  const base = new Map(ridges.map((p, i) => [p.step, ridges.length - 1 - i]));
  const tall = Math.max(1.5, ridges.length * 0.35);
  const y = (s: Sample): number => base.get(s.step)! + (s.count / most) * tall;
  const ticks = ridges.filter((_, i) => i % Math.ceil(ridges.length / 8) === 0);
  return Plot.plot({
    width,
    height: 260,
    marginLeft: 16,
    marginRight: 64,
    x: { label: null, tickFormat: formatValue, nice: true },
    y: { axis: null, domain: [0, ridges.length - 1 + tall] },
    marks: [
      ...ridges.map((p, i) =>
        Plot.areaY(outline(p), {
          x: 'x',
          y1: () => base.get(p.step)!,
          y2: y,
          fill: color,
          fillOpacity: 0.35 + 0.6 * (i / Math.max(1, ridges.length - 1)),
          stroke: background,
          strokeWidth: 0.75,
        }),
      ),
      Plot.text(ticks, {
        x: null,
        y: (p: HistogramPoint) => base.get(p.step)!,
        text: (p: HistogramPoint) => String(p.step),
        frameAnchor: 'right',
        dx: 8,
        textAnchor: 'start',
        fontSize: 10,
      }),
      Plot.tip(ridges.flatMap(outline), Plot.pointer({ x: 'x', y, title, fill: background })),
    ],
  });
}

function overlayPlot(points: readonly HistogramPoint[], color: string, width: number, background: string): ReturnType<typeof Plot.plot> {
  const samples = chosen(points).flatMap(outline);
  return Plot.plot({
    width,
    height: 260,
    marginLeft: 56,
    x: { label: null, tickFormat: formatValue },
    y: { label: 'count', grid: true, tickFormat: formatValue },
    marks: [
      Plot.line(samples, { x: 'x', y: 'count', z: 'step', stroke: color, strokeOpacity: 0.5 }),
      Plot.tip(samples, Plot.pointer({ x: 'x', y: 'count', title, fill: background })),
    ],
  });
}

/** Bands between the outer pairs of places, and the middle as a line. */
function distributionPlot(points: readonly DistributionPoint[], color: string, width: number): ReturnType<typeof Plot.plot> {
  const bands = [0, 1, 2, 3];
  return Plot.plot({
    width,
    height: 260,
    marginLeft: 56,
    x: { label: 'step', tickFormat: formatValue },
    y: { label: null, grid: true, tickFormat: formatValue },
    marks: [
      ...bands.map((b) =>
        Plot.areaY(points, {
          x: 'step',
          y1: (p: DistributionPoint) => p.points[b][1],
          y2: (p: DistributionPoint) => p.points[8 - b][1],
          fill: color,
          fillOpacity: 0.2,
        }),
      ),
      Plot.line(points, { x: 'step', y: (p: DistributionPoint) => p.points[4][1], stroke: color }),
      ...(points.length === 1
        ? [Plot.ruleX(points, { x: 'step', y1: (p: DistributionPoint) => p.points[0][1], y2: (p: DistributionPoint) => p.points[8][1], stroke: color })]
        : []),
    ],
  });
}

export class HistogramChart extends HTMLElement {
  #settings: HistogramSettings | null = null;
  #width = 0;
  readonly #resize = new ResizeObserver(() => {
    if (this.clientWidth !== this.#width) this.#draw();
  });
  set settings(settings: HistogramSettings) {
    this.#settings = settings;
    this.#draw();
  }
  connectedCallback(): void {
    // Settings that came before this class did hide the setter.
    if (Object.hasOwn(this, 'settings')) {
      const { settings } = this as unknown as { settings: HistogramSettings };
      Reflect.deleteProperty(this, 'settings');
      this.settings = settings;
    }
    this.#resize.observe(this);
  }
  disconnectedCallback(): void {
    this.#resize.disconnect();
  }
  #draw(): void {
    if (this.#settings === null || this.clientWidth === 0) return;
    this.#width = this.clientWidth;
    const { mode, points, color, theme, label } = this.#settings;
    const background = theme === 'dark' ? '#1d2024' : '#ffffff';
    const figure =
      mode === 'distribution'
        ? distributionPlot(points, color, this.#width)
        : (mode === 'offset' ? offsetPlot : overlayPlot)(points, color, this.#width, background);
    figure.setAttribute('role', 'img');
    figure.setAttribute('aria-label', label);
    this.replaceChildren(figure);
  }
}
customElements.define('tb-histogram-chart', HistogramChart);
