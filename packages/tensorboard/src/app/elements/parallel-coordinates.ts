/** A line for each session group over one axis for each column. Dragging along an axis of numbers filters. */
import { html, render, svg, type TemplateResult } from 'lit';
import { type Column, type ColumnFilter, cellOf, heat, noFilter, type Scale, type SessionGroup, scaleOf } from '../hparams/columns.ts';

export interface ParallelSettings {
  readonly columns: readonly Column[];
  readonly filters: ReadonlyMap<string, ColumnFilter>;
  readonly groups: readonly SessionGroup[];
  readonly colorBy: Column | null;
  readonly selected: string | null;
  readonly theme: 'light' | 'dark';
}
/** A range that was drawn on an axis, or a line that was chosen. */
export type ParallelAction =
  | { readonly kind: 'range'; readonly id: string; readonly min: number; readonly max: number }
  | { readonly kind: 'select'; readonly name: string };

const height = 420;
const [top, bottom, side] = [40, 20, 70];

export class ParallelCoordinates extends HTMLElement {
  #settings: ParallelSettings | null = null;
  #brush: { readonly column: Column; readonly scale: Scale; readonly from: number; to: number } | null = null;
  set settings(settings: ParallelSettings) {
    this.#settings = settings;
    this.#draw();
  }
  readonly #resize = new ResizeObserver(() => this.#draw());
  connectedCallback(): void {
    this.#resize.observe(this);
  }
  disconnectedCallback(): void {
    this.#resize.disconnect();
  }
  #tell(detail: ParallelAction): void {
    this.dispatchEvent(new CustomEvent<ParallelAction>('parallel', { detail }));
  }
  #y(at: number): number {
    return height - bottom - at * (height - top - bottom);
  }
  #at(event: PointerEvent): number {
    const { top: y } = this.getBoundingClientRect();
    return Math.max(0, Math.min(1, (height - bottom - (event.clientY - y)) / (height - top - bottom)));
  }
  #axis(column: Column, scale: Scale, x: number): TemplateResult {
    const brush = this.#brush?.column === column ? this.#brush : null;
    const down = (event: PointerEvent): void => {
      if (scale.value === null) return;
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      this.#brush = { column, scale, from: this.#at(event), to: this.#at(event) };
    };
    const move = (event: PointerEvent): void => {
      if (this.#brush === null) return;
      this.#brush.to = this.#at(event);
      this.#draw();
    };
    const up = (): void => {
      const drawn = this.#brush;
      this.#brush = null;
      if (drawn?.scale.value && Math.abs(drawn.to - drawn.from) > 0.01) {
        const [min, max] = [Math.min(drawn.from, drawn.to), Math.max(drawn.from, drawn.to)];
        this.#tell({ kind: 'range', id: column.id, min: drawn.scale.value(min), max: drawn.scale.value(max) });
      }
      this.#draw();
    };
    return svg`<g class="axis" data-id=${column.id}>
      <line x1=${x} x2=${x} y1=${top} y2=${height - bottom}></line>
      ${scale.ticks.map((t) => svg`<text x=${x + 5} y=${this.#y(t.at) + 4}>${t.text.length > 14 ? `${t.text.slice(0, 13)}…` : t.text}</text>`)}
      <text class="title" x=${x} y="16" text-anchor="middle">${column.title.length > 20 ? `${column.title.slice(0, 19)}…` : column.title}</text>
      ${brush ? svg`<rect class="brush" x=${x - 8} width="16" y=${this.#y(Math.max(brush.from, brush.to))} height=${Math.abs(brush.to - brush.from) * (height - top - bottom)}></rect>` : ''}
      <rect class="grip" x=${x - 12} width="24" y=${top} height=${height - top - bottom} @pointerdown=${down} @pointermove=${move} @pointerup=${up}></rect>
    </g>`;
  }
  #draw(): void {
    if (this.#settings === null || this.clientWidth === 0) return;
    const { columns, groups, filters, colorBy, selected, theme } = this.#settings;
    const width = Math.max(this.clientWidth, columns.length * 90);
    const scale = (c: Column): Scale =>
      scaleOf(
        c,
        groups.map((g) => cellOf(g, c)),
        (filters.get(c.id) ?? noFilter).isLog,
      );
    const scales = columns.map(scale);
    const color = colorBy === null ? null : scale(colorBy);
    const x = (i: number): number => (columns.length === 1 ? width / 2 : side + (i * (width - 2 * side)) / (columns.length - 1));
    // A value that is missing is a gap.
    const path = (group: SessionGroup): string => {
      let text = '';
      let before = false;
      columns.forEach((c, i) => {
        const at = scales[i].place(cellOf(group, c));
        if (at !== null) text += `${before ? 'L' : 'M'}${x(i).toFixed(1)} ${this.#y(at).toFixed(1)}`;
        before = at !== null;
      });
      return text;
    };
    const line = (g: SessionGroup): TemplateResult =>
      svg`<path class=${g.name === selected ? 'line selected' : 'line'} data-name=${g.name} d=${path(g)} stroke=${colorBy === null ? 'var(--accent)' : heat(color!.place(cellOf(g, colorBy)), theme)} @click=${() => this.#tell({ kind: 'select', name: g.name })}></path>`;
    render(
      html`<svg width=${width} height=${height} role="img" aria-label=${`parallel coordinates of ${groups.length} session groups over ${columns.length} columns`}>
        <g class=${groups.length > 200 ? 'lines many' : 'lines'}>${groups.map(line)}</g>
        ${columns.map((c, i) => this.#axis(c, scales[i], x(i)))}
      </svg>`,
      this,
    );
  }
}
customElements.define('tb-parallel', ParallelCoordinates);
