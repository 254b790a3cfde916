/** One graph: drawing, search, what is selected. */
import { html, nothing, render, type TemplateResult } from 'lit';
import { type GraphClient, graphClient } from '../graph/client.ts';
import type { GraphLayout } from '../graph/layout.ts';
import type { Details, Found, Neighbor } from '../graph/queries.ts';
import './graph-canvas.ts';
import type { GraphAction, GraphCanvas, GraphDrawing } from './graph-canvas.ts';

export interface GraphSettings {
  /** Where the graph is; another one is another graph. */
  readonly url: string;
  readonly theme: 'light' | 'dark';
  readonly label: string;
}

type ColorBy = GraphDrawing['colorBy'];

interface View {
  readonly nodes: number;
  readonly layout: GraphLayout | null;
  readonly open: ReadonlySet<string>;
  readonly constants: boolean;
  readonly colorBy: ColorBy;
  readonly details: Details | null;
  readonly traced: ReadonlySet<string> | null;
  readonly pattern: string;
  readonly found: Found | null;
  readonly error: string | null;
}
const initial: View = {
  nodes: 0,
  layout: null,
  open: new Set(),
  constants: false,
  colorBy: 'structure',
  details: null,
  traced: null,
  pattern: '',
  found: null,
  error: null,
};

export class GraphExplorer extends HTMLElement {
  #settings: GraphSettings | null = null;
  #client: GraphClient | null = null;
  #view: View = initial;

  set settings(settings: GraphSettings) {
    const before = this.#settings;
    this.#settings = settings;
    if (before?.url !== settings.url) void this.#load();
    else this.#draw();
  }
  connectedCallback(): void {
    // Settings that came before this class did hide the setter.
    if (Object.hasOwn(this, 'settings')) {
      const { settings } = this as unknown as { settings: GraphSettings };
      Reflect.deleteProperty(this, 'settings');
      this.settings = settings;
    } else if (this.#client === null && this.#settings !== null) void this.#load();
  }
  disconnectedCallback(): void {
    this.#client?.close();
    this.#client = null;
  }
  get #canvas(): GraphCanvas | null {
    return this.querySelector<GraphCanvas>('tb-graph-canvas');
  }
  #change(change: Partial<View>): void {
    this.#view = { ...this.#view, ...change };
    this.#draw();
  }
  /** Runs what asks the worker; what goes wrong is shown. Answers for a graph that is no longer shown are dropped. */
  async #with(body: (client: GraphClient) => Promise<Partial<View>>): Promise<void> {
    const client = this.#client;
    if (client === null) return;
    try {
      const change = await body(client);
      if (this.#client === client) this.#change({ ...change, error: null });
    } catch (error) {
      if (this.#client === client) this.#change({ error: (error as Error).message });
    }
  }
  async #load(): Promise<void> {
    this.#client?.close();
    this.#client = graphClient();
    const { colorBy, constants } = this.#view;
    this.#view = { ...initial, colorBy, constants };
    this.#draw();
    const url = new URL(this.#settings!.url, document.baseURI).href;
    await this.#with(async (client) => {
      const { nodes } = await client.ask('load', url);
      return { nodes, layout: await client.ask('layout', [], this.#view.constants) };
    });
    this.#canvas?.fit();
  }
  #relayout(open: ReadonlySet<string>, constants: boolean): Promise<void> {
    return this.#with(async (client) => ({ open, constants, layout: await client.ask('layout', [...open], constants) }));
  }
  async #toggle(id: string): Promise<void> {
    const open = new Set(this.#view.open);
    if (!open.delete(id)) open.add(id);
    await this.#select(id);
    await this.#relayout(open, this.#view.constants);
  }
  #select(id: string | null): Promise<void> {
    return this.#with(async (client) => ({ details: id === null ? null : await client.ask('details', id), traced: null }));
  }
  /** Opens what is around an item, selects it and brings it to the middle. */
  async #reveal(id: string): Promise<void> {
    await this.#with(async (client) => {
      const { open, constant } = await client.ask('reveal', id);
      const all = new Set([...this.#view.open, ...open]);
      const constants = this.#view.constants || constant;
      return { open: all, constants, layout: await client.ask('layout', [...all], constants), details: await client.ask('details', id), traced: null };
    });
    this.#canvas?.center(id);
  }
  async #search(pattern: string): Promise<void> {
    this.#view = { ...this.#view, pattern };
    if (pattern === '') this.#change({ found: null, error: null });
    else await this.#with(async (client) => ({ found: await client.ask('search', pattern) }));
  }
  #trace(): Promise<void> {
    const { details, traced } = this.#view;
    return this.#with(async (client) => ({ traced: traced !== null || details === null ? null : new Set(await client.ask('inputs', details.id)) }));
  }
  readonly #act = (event: Event): void => {
    const action = (event as CustomEvent<GraphAction>).detail;
    void (action.kind === 'toggle' ? this.#toggle(action.id) : this.#select(action.id));
  };

  #draw(): void {
    if (this.#settings !== null) render(this.#template(this.#settings), this);
  }
  #template({ theme, label }: GraphSettings): TemplateResult {
    const { layout, colorBy, details, traced, error, nodes } = this.#view;
    const selected = details?.id ?? null;
    return html`<div class="graph">
      <div class="graph-main">
        ${this.#toolbar()}
        ${error === null ? nothing : html`<p class="notice error" role="alert">${error}</p>`}
        ${
          layout === null
            ? html`<p class="notice">${error === null ? 'Loading…' : ''}</p>`
            : html`<tb-graph-canvas .drawing=${{ layout, colorBy, theme, selected, traced, label: `${label}: ${nodes} nodes. Arrow keys follow edges, Enter opens and closes a scope.` }} @graph=${this.#act}></tb-graph-canvas>`
        }
      </div>
      <section class="graph-side" aria-label="Selection">${details === null ? this.#hint() : this.#detailsPanel(details)}</section>
    </div>`;
  }
  #toolbar(): TemplateResult {
    const { pattern, found, colorBy, constants, open } = this.#view;
    const colors: readonly (readonly [ColorBy, string])[] = [
      ['structure', 'Structure'],
      ['device', 'Device'],
      ['none', 'None'],
    ];
    return html`<div class="graph-tools">
      <div class="graph-search">
        <input type="search" placeholder="Search nodes (regex)" aria-label="Search nodes (regex)" spellcheck="false" .value=${pattern} @input=${(e: Event) => void this.#search((e.target as HTMLInputElement).value)} />
        ${
          found === null
            ? nothing
            : html`<div class="graph-found" role="status"><p>${found.total} found${found.total > found.ids.length ? `, the first ${found.ids.length}` : ''}</p>
              <ul>${found.ids.map((id) => html`<li><button type="button" @click=${() => void this.#reveal(id)}>${id}</button></li>`)}</ul></div>`
        }
      </div>
      <label>Color by <select @change=${(e: Event) => this.#change({ colorBy: (e.target as HTMLSelectElement).value as ColorBy })}>${colors.map(([v, text]) => html`<option value=${v} ?selected=${v === colorBy}>${text}</option>`)}</select></label>
      <label class="toggle"><input type="checkbox" .checked=${constants} @change=${() => void this.#relayout(open, !constants)} />Constants</label>
      <span class="space"></span>
      <button type="button" aria-label="Zoom in" @click=${() => this.#canvas?.zoom(1.25)}>+</button>
      <button type="button" aria-label="Zoom out" @click=${() => this.#canvas?.zoom(0.8)}>−</button>
      <button type="button" @click=${() => this.#canvas?.fit()}>Fit</button>
      <button type="button" ?disabled=${open.size === 0} @click=${() => void this.#relayout(new Set(), constants)}>Close all</button>
    </div>`;
  }
  #hint(): TemplateResult {
    return html`<h3>${this.#view.nodes} nodes</h3><p class="notice">Choose a box to see what it is. A double click or Enter opens a scope. Drag to move, turn the wheel to zoom.</p>`;
  }
  #neighbors(title: string, list: readonly Neighbor[]): TemplateResult | typeof nothing {
    if (list.length === 0) return nothing;
    return html`<h4>${title} (${list.length})</h4>
      <ul class="neighbors">${list.map(({ id, shape }) => html`<li><button type="button" @click=${() => void this.#reveal(id)}>${id}</button><span>${shape}</span></li>`)}</ul>`;
  }
  #detailsPanel(d: Details): TemplateResult {
    const source = d.attributes.find(([name]) => name === '_source')?.[1];
    const facts: readonly (readonly [string, string | undefined])[] = [
      ['Operation', d.op],
      ['Nodes', d.isScope ? String(d.count) : ''],
      ['Shape', d.shapes.join(', ')],
      ['Device', d.device],
      ['Source', source],
    ];
    const others = d.attributes.filter(([name]) => name !== '_source');
    return html`<h3 title=${d.name}>${d.name}</h3>
      <p class="graph-actions">
        ${d.isScope ? html`<button type="button" @click=${() => void this.#toggle(d.id)}>${this.#view.open.has(d.id) ? 'Close' : 'Open'}</button>` : nothing}
        <button type="button" aria-pressed=${this.#view.traced !== null} @click=${() => void this.#trace()}>Trace inputs</button>
      </p>
      <dl>${facts.map(([name, value]) => (value ? html`<dt>${name}</dt><dd>${value}</dd>` : nothing))}</dl>
      ${others.length === 0 ? nothing : html`<h4>Attributes</h4><dl>${others.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`}
      ${this.#neighbors('Inputs', d.inputs)}${this.#neighbors('Outputs', d.outputs)}`;
  }
}
customElements.define('tb-graph-explorer', GraphExplorer);
