/** Precision by recall: a line for each run at the step that is chosen for it. Drawn by Observable Plot. */
import * as Plot from '@observablehq/plot';
import { html, render, type TemplateResult } from 'lit';
import type { PrCurve } from '../api.ts';
import { formatTime, formatValue } from '../math/format.ts';

export interface PrSettings {
  readonly runs: readonly { readonly run: string; readonly color: string; readonly curves: readonly PrCurve[] }[];
  readonly theme: 'light' | 'dark';
  readonly label: string;
}

interface Point {
  readonly run: string;
  readonly recall: number;
  readonly precision: number;
  readonly title: string;
}

function pointsOf(run: string, curve: PrCurve): Point[] {
  return curve.recall.map((recall, i) => ({
    run,
    recall,
    precision: curve.precision[i],
    title: [
      run,
      `threshold ${formatValue(curve.thresholds[i])}`,
      `precision ${formatValue(curve.precision[i])}`,
      `recall ${formatValue(recall)}`,
      `TP ${curve.true_positives[i]}, FP ${curve.false_positives[i]}, TN ${curve.true_negatives[i]}, FN ${curve.false_negatives[i]}`,
    ].join('\n'),
  }));
}

export class PrChart extends HTMLElement {
  #settings: PrSettings | null = null;
  /** Index of the curve of each run; runs that are not here show the newest. */
  readonly #chosen = new Map<string, number>();
  #width = 0;
  readonly #resize = new ResizeObserver(() => {
    if (this.clientWidth !== this.#width) this.#draw();
  });
  set settings(settings: PrSettings) {
    this.#settings = settings;
    this.#draw();
  }
  connectedCallback(): void {
    // Settings that came before this class did hide the setter.
    if (Object.hasOwn(this, 'settings')) {
      const { settings } = this as unknown as { settings: PrSettings };
      Reflect.deleteProperty(this, 'settings');
      this.settings = settings;
    }
    this.#resize.observe(this);
  }
  disconnectedCallback(): void {
    this.#resize.disconnect();
  }
  #at(run: string, count: number): number {
    return Math.min(this.#chosen.get(run) ?? count - 1, count - 1);
  }
  #figure(
    shown: readonly { readonly run: string; readonly color: string; readonly curve: PrCurve }[],
    { theme, label }: PrSettings,
  ): ReturnType<typeof Plot.plot> {
    const background = theme === 'dark' ? '#1d2024' : '#ffffff';
    const all = shown.flatMap(({ run, curve }) => pointsOf(run, curve));
    const figure = Plot.plot({
      width: this.#width,
      height: 280,
      marginLeft: 44,
      x: { label: 'recall', domain: [0, 1], grid: true },
      y: { label: 'precision', domain: [0, 1], grid: true },
      marks: [
        ...shown.map(({ run, color, curve }) => Plot.line(pointsOf(run, curve), { x: 'recall', y: 'precision', stroke: color, strokeWidth: 1.75 })),
        Plot.tip(all, Plot.pointer({ x: 'recall', y: 'precision', title: 'title', fill: background })),
      ],
    });
    figure.setAttribute('role', 'img');
    figure.setAttribute('aria-label', label);
    return figure;
  }
  #slider(run: string, color: string, curves: readonly PrCurve[]): TemplateResult {
    const at = this.#at(run, curves.length);
    const choose = (event: Event): void => {
      this.#chosen.set(run, Number((event.target as HTMLInputElement).value));
      this.#draw();
    };
    return html`<div class="steps"><span class="swatch" style="background:${color}"></span><span>${run}: step <b>${curves[at].step}</b></span>
      <input type="range" min="0" max=${curves.length - 1} step="1" .value=${String(at)} ?disabled=${curves.length === 1} aria-label=${`step of ${run}`} aria-valuetext=${`step ${curves[at].step}`} @input=${choose} />
      <span class="time">${formatTime(curves[at].wall_time)}</span></div>`;
  }
  #draw(): void {
    const settings = this.#settings;
    if (settings === null || this.clientWidth === 0) return;
    this.#width = this.clientWidth;
    const runs = settings.runs.filter((r) => r.curves.length > 0);
    const shown = runs.map(({ run, color, curves }) => ({ run, color, curve: curves[this.#at(run, curves.length)] }));
    render(html`${this.#figure(shown, settings)}${runs.map((r) => this.#slider(r.run, r.color, r.curves))}`, this);
  }
}
customElements.define('tb-pr-chart', PrChart);
