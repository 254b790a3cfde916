/** A table of session groups of which only the rows on the screen exist: a thousand scroll like ten. */
import { html, render, type TemplateResult } from 'lit';
import { type Cell, type Column, cellOf, type SessionGroup, type Sorting } from '../hparams/columns.ts';
import { formatValue } from '../math/format.ts';

export interface TableSettings {
  readonly columns: readonly Column[];
  readonly groups: readonly SessionGroup[];
  readonly sorting: Sorting | null;
  readonly selected: string | null;
}
/** What a person did: a column to sort by, or a group to look at. */
export type TableAction = { readonly kind: 'sort'; readonly id: string } | { readonly kind: 'select'; readonly name: string };

const rowHeight = 28;
const spare = 10;

const show = (cell: Cell): string => (cell === null ? '' : typeof cell === 'number' ? formatValue(cell) : String(cell));

export class SessionTable extends HTMLElement {
  #settings: TableSettings | null = null;
  #first = 0;
  set settings(settings: TableSettings) {
    this.#settings = settings;
    this.#draw();
  }
  connectedCallback(): void {
    this.addEventListener('scroll', this.#scrolled, { passive: true });
  }
  disconnectedCallback(): void {
    this.removeEventListener('scroll', this.#scrolled);
  }
  readonly #scrolled = (): void => {
    const first = Math.max(0, Math.floor(this.scrollTop / rowHeight) - spare);
    if (Math.abs(first - this.#first) < spare / 2 && first !== 0) return;
    this.#first = first;
    this.#draw();
  };
  #tell(detail: TableAction): void {
    this.dispatchEvent(new CustomEvent<TableAction>('table', { detail }));
  }
  #row(group: SessionGroup, index: number, columns: readonly Column[], selected: string | null): TemplateResult {
    const key = (event: KeyboardEvent): void => {
      const rows: Readonly<Record<string, Element | null | undefined>> = {
        ArrowDown: (event.currentTarget as Element).nextElementSibling,
        ArrowUp: (event.currentTarget as Element).previousElementSibling,
      };
      if (event.key === 'Enter' || event.key === ' ') this.#tell({ kind: 'select', name: group.name });
      else if (rows[event.key] instanceof HTMLTableRowElement) (rows[event.key] as HTMLTableRowElement).focus();
      else return;
      event.preventDefault();
    };
    return html`<tr tabindex="0" aria-rowindex=${index + 2} aria-selected=${group.name === selected} data-name=${group.name} @click=${() => this.#tell({ kind: 'select', name: group.name })} @keydown=${key}>
      <td title=${group.name}>${group.sessions.length === 1 ? group.sessions[0].name : `${group.name.slice(0, 12)} (${group.sessions.length})`}</td>
      ${columns.map((c) => html`<td class=${c.isNumber ? 'number' : ''}>${show(cellOf(group, c))}</td>`)}
    </tr>`;
  }
  #draw(): void {
    if (this.#settings === null) return;
    const { columns, groups, sorting, selected } = this.#settings;
    const count = Math.ceil((this.clientHeight || 600) / rowHeight) + 2 * spare;
    const first = Math.min(this.#first, Math.max(0, groups.length - count));
    const rows = groups.slice(first, first + count);
    const arrow = (c: Column): string => (sorting?.id === c.id ? (sorting.descending ? ' ▼' : ' ▲') : '');
    const order = (c: Column): string => (sorting?.id === c.id ? (sorting.descending ? 'descending' : 'ascending') : 'none');
    render(
      html`<table aria-rowcount=${groups.length + 1}>
        <thead><tr><th>Session</th>${columns.map((c) => html`<th aria-sort=${order(c)}><button type="button" @click=${() => this.#tell({ kind: 'sort', id: c.id })}>${c.title}${arrow(c)}</button></th>`)}</tr></thead>
        <tbody>
          <tr class="filler" aria-hidden="true" style="height:${first * rowHeight}px"></tr>
          ${rows.map((group, i) => this.#row(group, first + i, columns, selected))}
          <tr class="filler" aria-hidden="true" style="height:${Math.max(0, groups.length - first - rows.length) * rowHeight}px"></tr>
        </tbody>
      </table>`,
      this,
    );
  }
}
customElements.define('tb-session-table', SessionTable);
