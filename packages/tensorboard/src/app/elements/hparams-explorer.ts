/** The HParams dashboard: filters on the left, and the session groups that they leave as a table, as lines over axes, or as points. */
import { html, nothing, render, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { hparamsDownload, hparamsExperiment, sessionGroups } from '../api.ts';
import {
  type Column,
  type ColumnFilter,
  cellOf,
  columnsOf,
  type Experiment,
  noFilter,
  requestOf,
  type SessionGroup,
  type Sorting,
  shownAtFirst,
  statuses,
} from '../hparams/columns.ts';
import { formatTime, formatValue } from '../math/format.ts';
import './parallel-coordinates.ts';
import type { ParallelAction } from './parallel-coordinates.ts';
import './scatter-matrix.ts';
import './session-table.ts';
import type { TableAction } from './session-table.ts';

export interface HParamsSettings {
  readonly theme: 'light' | 'dark';
  /** Rises when there may be new data. */
  readonly version: number;
}

type ViewName = 'table' | 'parallel' | 'scatter';
const viewNames: readonly (readonly [ViewName, string])[] = [
  ['table', 'Table'],
  ['parallel', 'Parallel coordinates'],
  ['scatter', 'Scatter matrix'],
];

interface View {
  readonly experiment: Experiment | null;
  readonly columns: readonly Column[];
  readonly filters: ReadonlyMap<string, ColumnFilter>;
  readonly allowed: ReadonlySet<string>;
  readonly sorting: Sorting | null;
  readonly view: ViewName;
  readonly colorBy: string;
  readonly groups: readonly SessionGroup[];
  readonly total: number;
  readonly selected: string | null;
  readonly error: string | null;
}

/** Groups of one request. The server filters and sorts; more pages follow until all are here. */
const pageSize = 500;

export class HParamsExplorer extends HTMLElement {
  #settings: HParamsSettings | null = null;
  /** Questions asked so far: an answer to an older one is dropped. */
  #asked = 0;
  #view: View = {
    experiment: null,
    columns: [],
    filters: new Map(),
    allowed: new Set(statuses),
    sorting: null,
    view: 'table',
    colorBy: '',
    groups: [],
    total: 0,
    selected: null,
    error: null,
  };

  set settings(settings: HParamsSettings) {
    const before = this.#settings;
    this.#settings = settings;
    if (before?.version !== settings.version) void this.#load();
    else this.#draw();
  }
  #change(change: Partial<View>): void {
    this.#view = { ...this.#view, ...change };
    this.#draw();
  }
  async #load(): Promise<void> {
    try {
      const experiment = await hparamsExperiment();
      const columns = columnsOf(experiment);
      const filters = new Map([...shownAtFirst(columns), ...[...this.#view.filters].filter(([id]) => columns.some((c) => c.id === id))]);
      const colorBy = columns.some((c) => c.id === this.#view.colorBy) ? this.#view.colorBy : (columns.find((c) => c.metric)?.id ?? '');
      this.#view = { ...this.#view, experiment, columns, filters, colorBy, error: null };
    } catch (error) {
      this.#change({ error: (error as Error).message });
      return;
    }
    await this.#ask();
  }
  async #ask(): Promise<void> {
    const number = ++this.#asked;
    const { columns, filters, sorting, allowed } = this.#view;
    try {
      const groups: SessionGroup[] = [];
      for (;;) {
        const answer = await sessionGroups(requestOf(columns, filters, sorting, allowed, { startIndex: groups.length, sliceSize: pageSize }));
        if (number !== this.#asked) return;
        groups.push(...answer.sessionGroups);
        if (answer.sessionGroups.length < pageSize || groups.length >= answer.totalSize) {
          this.#change({ groups, total: answer.totalSize, error: null });
          return;
        }
      }
    } catch (error) {
      if (number === this.#asked) this.#change({ error: (error as Error).message });
    }
  }
  #setFilter(id: string, change: Partial<ColumnFilter>): void {
    const filters = new Map(this.#view.filters);
    filters.set(id, { ...(filters.get(id) ?? noFilter), ...change });
    this.#change({ filters });
    // What only changes the drawing asks nothing.
    if (!Object.keys(change).every((key) => key === 'shown' || key === 'isLog')) void this.#ask();
  }
  #sort(id: string): void {
    const { sorting } = this.#view;
    this.#view = { ...this.#view, sorting: sorting?.id !== id ? { id, descending: false } : sorting.descending ? null : { id, descending: true } };
    void this.#ask();
  }

  #draw(): void {
    if (this.#settings !== null) render(this.#template(this.#settings.theme), this);
  }
  #template(theme: 'light' | 'dark'): TemplateResult {
    const { experiment, view, error, groups, total } = this.#view;
    if (experiment === null) return html`<p class="notice" role="status">${error ?? 'Loading…'}</p>`;
    return html`<div class="hparams">
      <section class="hparams-filters" aria-label="Filters of sessions">${this.#filters()}</section>
      <div class="hparams-main">
        ${experiment.description === '' ? nothing : html`<div class="description">${unsafeHTML(experiment.description)}</div>`}
        <div class="hparams-tools">
          <span role="tablist" aria-label="Views">${viewNames.map(([name, text]) => html`<button type="button" role="tab" aria-selected=${view === name} @click=${() => this.#change({ view: name })}>${text}</button>`)}</span>
          <span role="status">${groups.length === total ? total : `${groups.length} of ${total}`} session groups</span>
          <span class="space"></span>
          ${['csv', 'json', 'latex'].map((format) => html`<a href=${hparamsDownload(format, this.#request())} download=${`hparams.${format === 'latex' ? 'tex' : format}`}>${format.toUpperCase()}</a>`)}
        </div>
        ${error === null ? nothing : html`<p class="notice error" role="alert">${error}</p>`}
        ${this.#drawing(theme)}
        ${this.#details()}
      </div>
    </div>`;
  }
  #request(): object {
    const { columns, filters, sorting, allowed } = this.#view;
    return requestOf(columns, filters, sorting, allowed, { startIndex: 0, sliceSize: 10_000 });
  }
  get #shown(): Column[] {
    return this.#view.columns.filter((c) => (this.#view.filters.get(c.id) ?? noFilter).shown);
  }
  #drawing(theme: 'light' | 'dark'): TemplateResult {
    const { view, groups, sorting, selected, filters, colorBy } = this.#view;
    const columns = this.#shown;
    const common = { columns, filters, groups, selected, theme, colorBy: this.#view.columns.find((c) => c.id === colorBy) ?? null };
    const table = (e: Event): void => {
      const action = (e as CustomEvent<TableAction>).detail;
      if (action.kind === 'sort') this.#sort(action.id);
      else this.#change({ selected: action.name });
    };
    const parallel = (e: Event): void => {
      const action = (e as CustomEvent<ParallelAction>).detail;
      if (action.kind === 'select') this.#change({ selected: action.name });
      else this.#setFilter(action.id, { min: String(Number(action.min.toPrecision(5))), max: String(Number(action.max.toPrecision(5))), without: new Set() });
    };
    if (view === 'table') return html`<tb-session-table .settings=${{ columns, groups, sorting, selected }} @table=${table}></tb-session-table>`;
    const colors = html`<label class="hparams-color">Color by <select @change=${(e: Event) => this.#change({ colorBy: (e.target as HTMLSelectElement).value })}>${this.#view.columns.filter((c) => c.isNumber).map((c) => html`<option value=${c.id} ?selected=${c.id === colorBy}>${c.title}</option>`)}</select></label>`;
    if (view === 'parallel') return html`${colors}<tb-parallel .settings=${common} @parallel=${parallel}></tb-parallel>`;
    return html`${colors}<tb-scatter-matrix .settings=${common} @point=${(e: Event) => this.#change({ selected: (e as CustomEvent<string>).detail })}></tb-scatter-matrix>`;
  }
  #filters(): TemplateResult {
    const { columns, allowed } = this.#view;
    const toggleStatus = (status: string): void => {
      const next = new Set(allowed);
      if (!next.delete(status)) next.add(status);
      this.#view = { ...this.#view, allowed: next };
      void this.#ask();
    };
    const part = (title: string, of: readonly Column[]): TemplateResult | typeof nothing =>
      of.length === 0 ? nothing : html`<h3>${title}</h3>${of.map((c) => this.#filter(c))}`;
    return html`${part(
      'Hyperparameters',
      columns.filter((c) => c.hparam !== undefined),
    )}${part(
      'Metrics',
      columns.filter((c) => c.metric !== undefined),
    )}
      <h3>Status</h3>
      ${statuses.map((s) => html`<label class="toggle"><input type="checkbox" .checked=${allowed.has(s)} @change=${() => toggleStatus(s)} />${s.slice(7).toLowerCase()}</label>`)}`;
  }
  #filter(column: Column): TemplateResult {
    const filter = this.#view.filters.get(column.id) ?? noFilter;
    const value = (e: Event): string => (e.target as HTMLInputElement).value.trim();
    const toggle = (choice: number | string | boolean): void => {
      const without = new Set(filter.without);
      if (!without.delete(choice)) without.add(choice);
      this.#setFilter(column.id, { without });
    };
    const range = html`<div class="range">
      <input type="number" step="any" placeholder="min" aria-label=${`${column.title} from`} .value=${filter.min} @change=${(e: Event) => this.#setFilter(column.id, { min: value(e) })} />
      <input type="number" step="any" placeholder="max" aria-label=${`${column.title} to`} .value=${filter.max} @change=${(e: Event) => this.#setFilter(column.id, { max: value(e) })} />
      <label class="toggle"><input type="checkbox" .checked=${filter.isLog} @change=${() => this.#setFilter(column.id, { isLog: !filter.isLog })} />log</label>
    </div>`;
    const choices = html`<div class="choices">${column.choices?.map((c) => html`<label class="toggle"><input type="checkbox" .checked=${!filter.without.has(c)} @change=${() => toggle(c)} />${String(c)}</label>`)}</div>`;
    const text = html`<input type="search" placeholder="regex" aria-label=${`${column.title} matches`} .value=${filter.pattern} @change=${(e: Event) => this.#setFilter(column.id, { pattern: value(e) })} />`;
    return html`<div class="hparams-filter" data-id=${column.id}>
      <label class="toggle"><input type="checkbox" .checked=${filter.shown} @change=${() => this.#setFilter(column.id, { shown: !filter.shown })} /><b>${column.title}</b></label>
      ${column.choices !== null ? choices : column.isNumber ? nothing : text}
      ${column.isNumber ? range : nothing}
    </div>`;
  }
  #details(): TemplateResult | typeof nothing {
    const group = this.#view.groups.find((g) => g.name === this.#view.selected);
    if (group === undefined) return nothing;
    const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return html`<section class="hparams-details" aria-label="Selected session group" role="status">
      <h3>${group.name}</h3>
      <dl>${this.#view.columns.map((c) => {
        const cell = cellOf(group, c);
        return cell === null ? nothing : html`<dt>${c.title}</dt><dd>${typeof cell === 'number' ? formatValue(cell) : String(cell)}</dd>`;
      })}</dl>
      <ul>${group.sessions.map((s) => html`<li><a href=${`#scalars?${new URLSearchParams({ runFilter: `^${escaped(s.name)}` })}`}>${s.name}</a> ${s.status.slice(7).toLowerCase()}, ${formatTime(s.startTimeSecs)}</li>`)}</ul>
    </section>`;
  }
}
customElements.define('tb-hparams', HParamsExplorer);
