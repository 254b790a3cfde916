/** Each metric against each hyperparameter, a point for each session group. */
import { type Column, type ColumnFilter, cellOf, heat, noFilter, type SessionGroup, scaleOf } from '../hparams/columns.ts';

export interface ScatterSettings {
  readonly columns: readonly Column[];
  readonly filters: ReadonlyMap<string, ColumnFilter>;
  readonly groups: readonly SessionGroup[];
  readonly colorBy: Column | null;
  readonly selected: string | null;
  readonly theme: 'light' | 'dark';
}

const [cell, gap, left, top] = [170, 14, 90, 26];

export class ScatterMatrix extends HTMLElement {
  #settings: ScatterSettings | null = null;
  readonly #canvas = document.createElement('canvas');
  /** Where the points of groups are, in the order in which they were drawn. */
  #points: { readonly x: number; readonly y: number; readonly name: string }[] = [];
  set settings(settings: ScatterSettings) {
    this.#settings = settings;
    this.#draw();
  }
  connectedCallback(): void {
    this.replaceChildren(this.#canvas);
    this.#canvas.setAttribute('role', 'img');
    this.#canvas.addEventListener('click', this.#click);
    this.#draw();
  }
  disconnectedCallback(): void {
    this.#canvas.removeEventListener('click', this.#click);
  }
  readonly #click = (event: MouseEvent): void => {
    let best: { readonly name: string; readonly distance: number } | null = null;
    for (const { x, y, name } of this.#points) {
      const distance = Math.hypot(x - event.offsetX, y - event.offsetY);
      if (distance < 12 && (best === null || distance < best.distance)) best = { name, distance };
    }
    if (best !== null) this.dispatchEvent(new CustomEvent<string>('point', { detail: best.name }));
  };
  #draw(): void {
    if (this.#settings === null || !this.isConnected) return;
    const { columns, filters, groups, colorBy, selected, theme } = this.#settings;
    const [across, down] = [columns.filter((c) => c.hparam !== undefined), columns.filter((c) => c.metric !== undefined)];
    const [width, height] = [left + across.length * (cell + gap), top + down.length * (cell + gap) + 30];
    const canvas = this.#canvas;
    canvas.width = width * devicePixelRatio;
    canvas.height = height * devicePixelRatio;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    canvas.setAttribute(
      'aria-label',
      `scatter plots of ${down.map((c) => c.title).join(', ')} by ${across.map((c) => c.title).join(', ')}: ${groups.length} session groups`,
    );
    const style = getComputedStyle(this);
    const [text, line, accent] = ['--text', '--line', '--accent'].map((name) => style.getPropertyValue(name));
    const context = canvas.getContext('2d')!;
    context.scale(devicePixelRatio, devicePixelRatio);
    context.font = '11px system-ui, sans-serif';
    const scale = (c: Column) =>
      scaleOf(
        c,
        groups.map((g) => cellOf(g, c)),
        (filters.get(c.id) ?? noFilter).isLog,
      );
    const scales = new Map([...columns, ...(colorBy ? [colorBy] : [])].map((c) => [c.id, scale(c)]));
    this.#points = [];
    down.forEach((row, r) => {
      const y0 = top + r * (cell + gap);
      context.fillStyle = text;
      context.textAlign = 'right';
      context.fillText(row.title.slice(0, 16), left - 8, y0 + cell / 2);
      for (const t of scales.get(row.id)!.ticks.filter(({ at }) => at === 0 || at === 1))
        context.fillText(t.text, left - 8, y0 + cell - t.at * (cell - 12) - 2);
      across.forEach((column, c) => {
        const x0 = left + c * (cell + gap);
        context.strokeStyle = line;
        context.strokeRect(x0 + 0.5, y0 + 0.5, cell, cell);
        for (const g of groups) {
          const [ax, ay] = [scales.get(column.id)!.place(cellOf(g, column)), scales.get(row.id)!.place(cellOf(g, row))];
          if (ax === null || ay === null) continue;
          const [x, y] = [x0 + 6 + ax * (cell - 12), y0 + cell - 6 - ay * (cell - 12)];
          context.beginPath();
          context.arc(x, y, g.name === selected ? 5 : 2.5, 0, 2 * Math.PI);
          context.fillStyle = colorBy === null ? accent : heat(scales.get(colorBy.id)!.place(cellOf(g, colorBy)), theme);
          context.globalAlpha = g.name === selected ? 1 : 0.7;
          context.fill();
          context.globalAlpha = 1;
          if (g.name === selected) {
            context.strokeStyle = text;
            context.stroke();
          }
          this.#points.push({ x, y, name: g.name });
        }
      });
    });
    context.fillStyle = text;
    context.textAlign = 'center';
    across.forEach((column, c) => context.fillText(column.title.slice(0, 24), left + c * (cell + gap) + cell / 2, 16));
  }
}
customElements.define('tb-scatter-matrix', ScatterMatrix);
