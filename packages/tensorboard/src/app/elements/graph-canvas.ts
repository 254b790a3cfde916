/** The drawing of a graph: boxes and edges as SVG, with pan, zoom and a cursor that follows edges. */
import { textColor } from '../colors.ts';
import type { GraphLayout, LaidBox, LaidEdge } from '../graph/layout.ts';

export interface GraphDrawing {
  readonly layout: GraphLayout;
  readonly colorBy: 'structure' | 'device' | 'none';
  readonly theme: 'light' | 'dark';
  readonly selected: string | null;
  /** Boxes that are not faded; null for all. */
  readonly traced: ReadonlySet<string> | null;
  readonly label: string;
}

/** What a person did with the drawing. */
export type GraphAction = { readonly kind: 'select'; readonly id: string | null } | { readonly kind: 'toggle'; readonly id: string };

const svgNamespace = 'http://www.w3.org/2000/svg';

function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string | number>>,
  ...children: (Node | string)[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

const short = (text: string): string => (text.length > 34 ? `${text.slice(0, 33)}…` : text);

/** A curve through the points of an edge. */
function pathOf(points: LaidEdge['points']): string {
  const [first, ...rest] = points;
  if (rest.length === 1) {
    const [[x0, y0], [x1, y1]] = [first, rest[0]];
    const bend = Math.max(14, Math.abs(y1 - y0) / 2);
    return `M${x0} ${y0}C${x0} ${y0 + bend} ${x1} ${y1 - bend} ${x1} ${y1}`;
  }
  const parts = [`M${first[0]} ${first[1]}`];
  for (let i = 0; i < rest.length - 1; i++) {
    const end = i === rest.length - 2 ? rest[i + 1] : [(rest[i][0] + rest[i + 1][0]) / 2, (rest[i][1] + rest[i + 1][1]) / 2];
    parts.push(`Q${rest[i][0]} ${rest[i][1]} ${end[0]} ${end[1]}`);
  }
  return parts.join('');
}

interface Camera {
  /** Of the left upper corner, in the drawing's units. */
  x: number;
  y: number;
  /** Pixels a unit. */
  scale: number;
}
const [smallest, largest] = [0.02, 3];
const clamp = (x: number, low: number, high: number): number => Math.max(low, Math.min(high, x));

export class GraphCanvas extends HTMLElement {
  #drawing: GraphDrawing | null = null;
  #boxes = new Map<string, LaidBox>();
  #camera: Camera = { x: 0, y: 0, scale: 1 };
  readonly #scene = svg('g', {});
  readonly #svg = svg('svg', { role: 'application', tabindex: 0, 'aria-roledescription': 'graph' });
  #drag: { readonly x: number; readonly y: number; readonly camera: Camera; moved: boolean } | null = null;
  readonly #resize = new ResizeObserver(() => this.#look());

  connectedCallback(): void {
    const arrow = svg(
      'marker',
      { id: 'tb-arrow', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 9, markerHeight: 9, markerUnits: 'userSpaceOnUse', orient: 'auto' },
      svg('path', { d: 'M0 0L8 4L0 8z', class: 'arrow' }),
    );
    this.#svg.replaceChildren(svg('defs', {}, arrow), this.#scene);
    this.replaceChildren(this.#svg);
    this.#svg.addEventListener('wheel', this.#wheel, { passive: false });
    this.#svg.addEventListener('pointerdown', this.#down);
    this.#svg.addEventListener('pointermove', this.#move);
    this.#svg.addEventListener('pointerup', this.#up);
    this.#svg.addEventListener('dblclick', this.#double);
    this.#svg.addEventListener('keydown', this.#key);
    this.#resize.observe(this);
  }
  disconnectedCallback(): void {
    this.#resize.disconnect();
  }
  set drawing(drawing: GraphDrawing) {
    const before = this.#drawing;
    this.#drawing = drawing;
    this.#svg.setAttribute('aria-label', drawing.label);
    if (before?.layout !== drawing.layout || before.colorBy !== drawing.colorBy || before.theme !== drawing.theme) this.#draw(before?.layout ?? null);
    this.#mark();
  }

  /** Shows everything. */
  fit(): void {
    const layout = this.#drawing?.layout;
    if (!layout || this.clientWidth === 0) return;
    const scale = clamp(Math.min(this.clientWidth / (layout.width + 40), this.clientHeight / (layout.height + 40)), smallest, 1.2);
    this.#camera = { x: layout.width / 2 - this.clientWidth / 2 / scale, y: layout.height / 2 - this.clientHeight / 2 / scale, scale };
    this.#look();
  }
  zoom(factor: number, x: number = this.clientWidth / 2, y: number = this.clientHeight / 2): void {
    const { scale } = this.#camera;
    const next = clamp(scale * factor, smallest, largest);
    this.#camera = { x: this.#camera.x + x / scale - x / next, y: this.#camera.y + y / scale - y / next, scale: next };
    this.#look();
  }
  /** Brings a box to the middle, large enough to read. */
  center(id: string): void {
    const box = this.#boxes.get(id);
    if (!box) return;
    const scale = Math.max(this.#camera.scale, 0.6);
    this.#camera = { x: box.x + box.width / 2 - this.clientWidth / 2 / scale, y: box.y + Math.min(box.height, 60) / 2 - this.clientHeight / 2 / scale, scale };
    this.#look();
  }

  #look(): void {
    const { x, y, scale } = this.#camera;
    this.#scene.setAttribute('transform', `scale(${scale})translate(${-x} ${-y})`);
    // Text that is too small to read costs time and shows nothing.
    this.#svg.classList.toggle('far', scale < 0.35);
  }
  #draw(before: GraphLayout | null): void {
    const { layout } = this.#drawing!;
    const anchor = before && this.#drawing!.selected !== null ? this.#boxes.get(this.#drawing!.selected) : undefined;
    this.#boxes = new Map(layout.boxes.map((b) => [b.id, b]));
    const open = layout.boxes.filter((b) => b.kind === 'open');
    const others = layout.boxes.filter((b) => b.kind !== 'open');
    this.#scene.replaceChildren(...open.map((b) => this.#box(b)), ...layout.edges.map((e) => this.#edge(e)), ...others.map((b) => this.#box(b)));
    const now = anchor && this.#boxes.get(anchor.id);
    // What was opened or closed stays under the pointer.
    if (anchor && now) {
      this.#camera.x += now.x + now.width / 2 - anchor.x - anchor.width / 2;
      this.#camera.y += now.y - anchor.y;
      this.#look();
    } else if (before === null) this.fit();
  }
  #fill(box: LaidBox): string {
    const { colorBy, theme } = this.#drawing!;
    const key = colorBy === 'structure' ? box.structure : colorBy === 'device' ? box.device : '';
    return key === '' ? 'var(--panel)' : textColor(key, theme);
  }
  #box(box: LaidBox): SVGGElement {
    const { kind, x, y, width, height, label, count } = box;
    const radius = kind === 'node' ? height / 2 : 6;
    const at = kind === 'open' ? y + 17 : y + height / 2 + 4;
    const group = svg(
      'g',
      { class: `box ${kind}`, 'data-id': box.id },
      svg('title', {}, kind === 'node' ? `${box.id} (${box.op})` : `${box.id} ${count} nodes`),
    );
    group.append(svg('rect', { x, y, width, height, rx: radius, ...(kind === 'open' ? {} : { fill: this.#fill(box) }) }));
    group.append(svg('text', { x: x + (kind === 'node' ? width / 2 : 12), y: at, 'text-anchor': kind === 'node' ? 'middle' : 'start' }, short(label)));
    if (kind !== 'node')
      group.append(svg('text', { x: x + width - 12, y: at, 'text-anchor': 'end', class: 'count' }, `${count} ${kind === 'open' ? '−' : '+'}`));
    return group;
  }
  #edge(edge: LaidEdge): SVGGElement {
    const width = 1 + Math.min(4, Math.log2(edge.count));
    const group = svg('g', { class: 'edge', 'data-from': edge.from, 'data-to': edge.to });
    group.append(svg('path', { d: pathOf(edge.points), 'stroke-width': width, 'marker-end': 'url(#tb-arrow)' }));
    if (edge.label !== '' && edge.points.length > 2) {
      const [x, y] = edge.points[Math.floor(edge.points.length / 2)];
      group.append(svg('text', { x: x + 4, y: y + 3 }, edge.label));
    }
    return group;
  }
  /** Classes of what is selected and what is faded. */
  #mark(): void {
    const { selected, traced } = this.#drawing!;
    for (const element of this.#scene.children) {
      const { id, from, to } = (element as SVGGElement).dataset;
      element.classList.toggle('selected', id !== undefined && id === selected);
      element.classList.toggle('near', from !== undefined && (from === selected || to === selected));
      element.classList.toggle('faded', traced !== null && !(id === undefined ? traced.has(from!) && traced.has(to!) : traced.has(id)));
    }
  }

  #tell(action: GraphAction): void {
    this.dispatchEvent(new CustomEvent<GraphAction>('graph', { detail: action }));
  }
  readonly #wheel = (event: WheelEvent): void => {
    event.preventDefault();
    this.zoom(1.0015 ** -event.deltaY, event.offsetX, event.offsetY);
  };
  readonly #down = (event: PointerEvent): void => {
    this.#drag = { x: event.clientX, y: event.clientY, camera: { ...this.#camera }, moved: false };
  };
  readonly #move = (event: PointerEvent): void => {
    const drag = this.#drag;
    if (drag === null || event.buttons === 0) return;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!drag.moved && Math.hypot(dx, dy) < 4) return;
    if (!drag.moved) this.#svg.setPointerCapture(event.pointerId);
    drag.moved = true;
    this.#camera = { ...drag.camera, x: drag.camera.x - dx / drag.camera.scale, y: drag.camera.y - dy / drag.camera.scale };
    this.#look();
  };
  readonly #up = (event: PointerEvent): void => {
    const isClick = this.#drag !== null && !this.#drag.moved;
    this.#drag = null;
    if (isClick) this.#tell({ kind: 'select', id: idAt(event) });
  };
  readonly #double = (event: MouseEvent): void => {
    const id = idAt(event);
    if (id?.endsWith('/')) this.#tell({ kind: 'toggle', id });
  };
  /** Arrows follow edges and go to the box beside; Enter opens and closes; +, - and 0 zoom; Escape goes to the scope around. */
  readonly #key = (event: KeyboardEvent): void => {
    const { selected, layout } = this.#drawing ?? { selected: null, layout: null };
    if (layout === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const zooms: Readonly<Record<string, () => void>> = {
      '+': () => this.zoom(1.25),
      '=': () => this.zoom(1.25),
      '-': () => this.zoom(0.8),
      '0': () => this.fit(),
    };
    const moves: Readonly<Record<string, () => string | null>> = {
      ArrowDown: () => layout.edges.find((e) => e.from === selected)?.to ?? this.#beside(selected, 0, 1),
      ArrowUp: () => layout.edges.find((e) => e.to === selected)?.from ?? this.#beside(selected, 0, -1),
      ArrowRight: () => this.#beside(selected, 1, 0),
      ArrowLeft: () => this.#beside(selected, -1, 0),
      Escape: () => (selected === null ? null : (/^(.*\/)[^/]+\/?$/.exec(selected)?.[1] ?? null)),
    };
    if (Object.hasOwn(zooms, event.key)) zooms[event.key]();
    else if (event.key === 'Enter' && selected?.endsWith('/')) this.#tell({ kind: 'toggle', id: selected });
    else if (Object.hasOwn(moves, event.key)) {
      const id = selected === null ? (layout.boxes[0]?.id ?? null) : moves[event.key]();
      if (id !== null || event.key === 'Escape') this.#tell({ kind: 'select', id });
      if (id !== null) this.center(id);
    } else return;
    event.preventDefault();
  };
  /** The nearest box in a direction. */
  #beside(id: string | null, dx: number, dy: number): string | null {
    const from = id === null ? undefined : this.#boxes.get(id);
    if (!from) return null;
    let best: { readonly id: string; readonly distance: number } | null = null;
    for (const box of this.#boxes.values()) {
      if (box === from || (box.kind === 'open' && from.id.startsWith(box.id))) continue;
      const [x, y] = [box.x + box.width / 2 - from.x - from.width / 2, box.y + box.height / 2 - from.y - from.height / 2];
      const ahead = x * dx + y * dy;
      if (ahead <= 1) continue;
      const distance = ahead + 3 * Math.abs(x * dy + y * dx);
      if (best === null || distance < best.distance) best = { id: box.id, distance };
    }
    return best?.id ?? null;
  }
}

const idAt = (event: Event): string | null => (event.target as Element).closest<SVGGElement>('[data-id]')?.dataset.id ?? null;

customElements.define('tb-graph-canvas', GraphCanvas);
