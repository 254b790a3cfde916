/** The chart of a scalar tag: axes, zoom and cursor are uPlot's; the lines of the runs, each with its own steps, are drawn on its canvas. */
import uPlot from 'uplot';
import { formatSpan, formatValue } from '../math/format.ts';
import { nearestIndex, positionRange, type Range, valueRange } from '../math/ranges.ts';
import type { XAxis } from '../store.ts';
import { chartSvg } from './scalar-chart-svg.ts';

/** A line: positions on the x axis, values as logged, values as drawn. */
export interface Line {
  readonly run: string;
  readonly color: string;
  readonly xs: Float64Array;
  readonly values: Float64Array;
  readonly smoothed: Float64Array;
  /** Bounds of the values, drawn as a band. */
  readonly band?: { readonly lower: Float64Array; readonly upper: Float64Array };
}

export interface ChartSettings {
  readonly lines: readonly Line[];
  readonly xAxis: XAxis;
  readonly logY: boolean;
  readonly ignoreOutliers: boolean;
  readonly theme: 'light' | 'dark';
  /** A position to be marked; null for none. */
  readonly mark: number | null;
  readonly label: string;
}

/** What the cursor is at: the index in each line, -1 for none, and the height of the pointer as a value. */
export interface CursorDetail {
  readonly indices: readonly number[];
  readonly y: number | null;
}

const height = 240;
const colors = { light: { axis: '#444', grid: '#e3e3e3' }, dark: { axis: '#bbb', grid: '#3a3d42' } } as const;

export class ScalarChart extends HTMLElement {
  #settings: ChartSettings | null = null;
  #plot: uPlot | null = null;
  /** What was zoomed to; null shows everything. */
  #zoom: { readonly x: Range; readonly y: Range } | null = null;
  #ranges: { readonly x: Range; readonly y: Range } | null = null;
  #keyIndex = -1;
  readonly #resize = new ResizeObserver(() => {
    if (this.clientWidth > 0) this.#plot?.setSize({ width: this.clientWidth, height });
  });

  set settings(settings: ChartSettings) {
    const before = this.#settings;
    this.#settings = settings;
    const { lines, logY, ignoreOutliers } = settings;
    const y = valueRange(
      lines.flatMap((l) => [l.smoothed, ...(l.smoothed === l.values ? [] : [l.values]), ...(l.band ? [l.band.lower, l.band.upper] : [])]),
      { ignoreOutliers, isLog: logY },
    );
    const x = positionRange(lines.map((l) => l.xs));
    this.#ranges = x === null || y === null ? null : { x, y };
    if (before !== null && (before.xAxis !== settings.xAxis || before.logY !== logY)) this.#zoom = null;
    if (before === null || this.#plot === null || before.theme !== settings.theme || before.xAxis !== settings.xAxis || before.logY !== logY) this.#make();
    else this.#apply();
    this.setAttribute('aria-label', settings.label);
  }
  /** Shows everything again. */
  fit(): void {
    this.#zoom = null;
    this.#apply();
  }
  #fitAfter(): null {
    this.fit();
    return null;
  }
  connectedCallback(): void {
    this.tabIndex = 0;
    this.setAttribute('role', 'img');
    this.#resize.observe(this);
    this.addEventListener('keydown', this.#key);
    if (this.#plot === null && this.#settings !== null) this.#make();
  }
  disconnectedCallback(): void {
    this.#resize.disconnect();
    this.removeEventListener('keydown', this.#key);
    this.#plot?.destroy();
    this.#plot = null;
  }

  #range(key: 'x' | 'y'): [number, number] {
    const range = (this.#zoom ?? this.#ranges)?.[key] ?? (key === 'y' && this.#settings?.logY ? { min: 1, max: 10 } : { min: 0, max: 1 });
    return [range.min, range.max];
  }
  /** uPlot needs data to have scales: the corners of what is shown. */
  #corners(): uPlot.AlignedData {
    return [this.#range('x'), this.#range('y')];
  }
  #apply(): void {
    this.#plot?.batch(() => {
      this.#plot!.setData(this.#corners(), false);
      this.#plot!.setScale('x', { min: this.#range('x')[0], max: this.#range('x')[1] });
      this.#plot!.setScale('y', { min: this.#range('y')[0], max: this.#range('y')[1] });
    });
    this.#plot?.redraw(false, true);
  }
  #make(): void {
    if (!this.isConnected || this.#settings === null) return;
    this.#plot?.destroy();
    const { xAxis, logY, theme } = this.#settings;
    const { axis, grid } = colors[theme];
    const look = { stroke: axis, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1 }, font: '11px system-ui, sans-serif' };
    this.#plot = new uPlot(
      {
        width: Math.max(200, this.clientWidth),
        height,
        legend: { show: false },
        scales: {
          x: { time: xAxis === 'wall', range: () => this.#range('x') },
          y: { distr: logY ? 3 : 1, range: () => this.#range('y') },
        },
        series: [{}, { stroke: 'transparent', points: { show: false } }],
        axes: [
          {
            ...look,
            size: 32,
            values: xAxis === 'wall' ? undefined : (_, ticks) => ticks.map((t) => (t === null ? '' : xAxis === 'relative' ? formatSpan(t) : formatValue(t))),
          },
          { ...look, size: 64, values: (_, ticks) => ticks.map((t) => (t === null ? '' : formatValue(t))) },
        ],
        cursor: { drag: { x: true, y: true, setScale: false, uni: 20 }, points: { show: false }, bind: { dblclick: () => () => this.#fitAfter() } },
        hooks: { draw: [(u) => this.#draw(u)], setSelect: [(u) => this.#select(u)], setCursor: [(u) => this.#moved(u)] },
      },
      this.#corners(),
      this,
    );
  }
  #select(u: uPlot): void {
    const { left, top, width, height: tall } = u.select;
    if (width < 4 && tall < 4) return;
    const [y0, y1] = tall < 4 ? this.#range('y') : [u.posToVal(top + tall, 'y'), u.posToVal(top, 'y')];
    const [x0, x1] = width < 4 ? this.#range('x') : [u.posToVal(left, 'x'), u.posToVal(left + width, 'x')];
    this.#zoom = { x: { min: x0, max: x1 }, y: { min: y0, max: y1 } };
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.#apply();
  }
  #draw(u: uPlot): void {
    const { ctx, bbox } = u;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    for (const line of this.#settings?.lines ?? []) {
      ctx.strokeStyle = line.color;
      ctx.fillStyle = line.color;
      if (line.band) this.#fillBand(u, line.xs, line.band);
      if (line.smoothed !== line.values) {
        ctx.globalAlpha = 0.25;
        this.#stroke(u, line.xs, line.values, 1);
        ctx.globalAlpha = 1;
      }
      this.#stroke(u, line.xs, line.smoothed, 1.75);
    }
    const { mark, theme } = this.#settings ?? { mark: null, theme: 'light' };
    if (mark !== null) {
      ctx.strokeStyle = colors[theme].axis;
      ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
      ctx.beginPath();
      ctx.moveTo(u.valToPos(mark, 'x', true), bbox.top);
      ctx.lineTo(u.valToPos(mark, 'x', true), bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  }
  #fillBand(u: uPlot, xs: Float64Array, { lower, upper }: NonNullable<Line['band']>): void {
    const { ctx } = u;
    const isLog = this.#settings?.logY ?? false;
    const point = (i: number, ys: Float64Array): [number, number] => [u.valToPos(xs[i], 'x', true), u.valToPos(ys[i], 'y', true)];
    const shown = Array.from(xs, (_, i) => i).filter((i) => Number.isFinite(lower[i]) && Number.isFinite(upper[i]) && (!isLog || lower[i] > 0));
    ctx.globalAlpha = 0.2;
    ctx.beginPath();
    for (const i of shown) ctx.lineTo(...point(i, upper));
    for (const i of shown.reverse()) ctx.lineTo(...point(i, lower));
    ctx.closePath();
    ctx.fill();
    ctx.globalAlpha = 1;
  }
  /** The chart as a picture, on the background of the page. */
  png(): Promise<Blob | null> {
    const source = this.querySelector('canvas');
    if (source === null) return Promise.resolve(null);
    const copy = document.createElement('canvas');
    copy.width = source.width;
    copy.height = source.height;
    const context = copy.getContext('2d')!;
    context.fillStyle = getComputedStyle(this).getPropertyValue('--panel') || '#fff';
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(source, 0, 0);
    return new Promise((done) => copy.toBlob(done, 'image/png'));
  }
  /** The chart as SVG text: axes, and the lines as they are zoomed. */
  svg(): string | null {
    const u = this.#plot;
    if (u === null || this.#settings === null) return null;
    return chartSvg(this.#settings, {
      width: this.clientWidth,
      height,
      x: this.#range('x'),
      y: this.#range('y'),
      background: getComputedStyle(this).getPropertyValue('--panel') || '#fff',
      color: colors[this.#settings.theme].axis,
    });
  }
  /** A line through finite values; gaps where they are not, dots where a value stands alone. */
  #stroke(u: uPlot, xs: Float64Array, ys: Float64Array, width: number): void {
    const { ctx } = u;
    const isLog = this.#settings?.logY ?? false;
    ctx.lineWidth = width * devicePixelRatio;
    ctx.lineJoin = 'round';
    ctx.beginPath();
    const shows = (i: number): boolean => i >= 0 && i < ys.length && Number.isFinite(ys[i]) && (!isLog || ys[i] > 0);
    for (let i = 0; i < xs.length; i++) {
      if (!shows(i)) continue;
      const [x, y] = [u.valToPos(xs[i], 'x', true), u.valToPos(ys[i], 'y', true)];
      if (shows(i - 1)) ctx.lineTo(x, y);
      else {
        ctx.moveTo(x, y);
        if (!shows(i + 1)) ctx.arc(x, y, 2.5 * devicePixelRatio, 0, 2 * Math.PI);
      }
    }
    ctx.stroke();
  }
  #moved(u: uPlot): void {
    const { left, top } = u.cursor;
    if (left === undefined || left === null || left < 0) {
      this.#tell({ indices: [], y: null });
      return;
    }
    const x = u.posToVal(left, 'x');
    const lines = this.#settings?.lines ?? [];
    this.#tell({ indices: lines.map((l) => nearestIndex(l.xs, x)), y: top === undefined || top < 0 ? null : u.posToVal(top, 'y') });
  }
  #tell(detail: CursorDetail): void {
    this.dispatchEvent(new CustomEvent<CursorDetail>('cursor', { detail }));
  }
  /** Arrows move through the steps of the longest line; Home, End, and Escape to leave. */
  readonly #key = (event: KeyboardEvent): void => {
    const lines = this.#settings?.lines ?? [];
    const longest = lines.reduce<Line | null>((best, l) => (best === null || l.xs.length > best.xs.length ? l : best), null);
    if (longest === null) return;
    const last = longest.xs.length - 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: Math.max(0, this.#keyIndex - 1),
      ArrowRight: Math.min(last, this.#keyIndex + 1),
      Home: 0,
      End: last,
      Escape: -1,
    };
    if (!Object.hasOwn(moves, event.key)) return;
    event.preventDefault();
    this.#keyIndex = moves[event.key];
    this.#tell({ indices: this.#keyIndex < 0 ? [] : lines.map((l) => nearestIndex(l.xs, longest.xs[this.#keyIndex])), y: null });
  };
}
customElements.define('tb-scalar-chart', ScalarChart);
