/** Scalar cards: one for each tag, with a line for each run; those that are pinned stand first. */
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { type ScalarSeries, scalars, scalarsCsv, scalarsJson } from '../api.ts';
import type { Source } from '../elements/lazy-card.ts';
import type { ScalarChart } from '../elements/scalar-chart.ts';
import { type State, update } from '../store.ts';
import { filteredTags, type TaggedRuns, tagGroups } from './groups.ts';
import { chartBody, lineOf } from './scalar-chart-body.ts';

const fileName = (run: string, tag: string, end: string): string => `${run}-${tag}.${end}`.replaceAll('/', '_');

const files = (series: readonly ScalarSeries[], tag: string): TemplateResult =>
  html`<ul class="downloads">${series.map(
    ({ run }) =>
      html`<li>${run}: <a href=${scalarsCsv(run, tag)} download=${fileName(run, tag, 'csv')}>CSV</a> <a href=${scalarsJson(run, tag)} download=${fileName(run, tag, 'json')}>JSON</a></li>`,
  )}</ul>`;

const cardAt = (event: Event): Element | null => (event.target as HTMLElement).closest('.card');

function pinButton(tag: string, { pinned }: State): TemplateResult {
  const isPinned = pinned.includes(tag);
  const toggle = (): void => update({ pinned: isPinned ? pinned.filter((t) => t !== tag) : [...pinned, tag] });
  return html`<button type="button" class="pin" title=${isPinned ? 'Unpin' : 'Pin'} aria-label="Pin" aria-pressed=${isPinned} @click=${toggle}>${isPinned ? '★' : '☆'}</button>`;
}

function card({ tag, runs }: TaggedRuns, state: State): TemplateResult {
  const info = state.tags.scalars[runs[0]][tag];
  const source: Source<ScalarSeries[]> = {
    id: `scalars\n${tag}`,
    key: `${state.version}\n${runs.join('\n')}`,
    load: () => scalars(tag, runs),
    show: (series) =>
      chartBody(
        series.map((s) => lineOf(s, state)),
        series,
        tag,
        state,
        files(series, tag),
      ),
  };
  const fit = (event: Event): void => cardAt(event)?.querySelector<ScalarChart>('tb-scalar-chart')?.fit();
  const full = (event: Event): void => void cardAt(event)?.classList.toggle('wide');
  return html`<tb-card class="card" data-tag=${tag}>
    <header>
      <h3 title=${tag}>${info.displayName}</h3>
      ${pinButton(tag, state)}
      <button type="button" title="Wide or narrow" aria-label="Wide or narrow" @click=${full}>⇔</button>
      <button type="button" title="Show everything" aria-label="Show everything" @click=${fit}>⤢</button>
    </header>
    ${info.description ? html`<div class="description">${unsafeHTML(info.description)}</div>` : nothing}
    <tb-lazy .source=${source}></tb-lazy>
  </tb-card>`;
}

/** Pinned cards stay whatever the filter of tags says. */
function pinnedCards(state: State): TemplateResult | typeof nothing {
  const all = new Map(filteredTags({ ...state, tagFilter: '' }, 'scalars').map((t) => [t.tag, t]));
  const pinned = state.pinned.flatMap((tag) => all.get(tag) ?? []);
  if (pinned.length === 0) return nothing;
  return html`<section class="group pinned" aria-label="Pinned">
    <h2>Pinned</h2>
    <div class="cards">${repeat(
      pinned,
      (t) => t.tag,
      (t) => card(t, state),
    )}</div>
  </section>`;
}

export const scalarsView = (state: State): TemplateResult =>
  html`${pinnedCards(state)}${tagGroups(filteredTags(state, 'scalars'), 'No scalars match the filters.', (tagged) => card(tagged, state))}`;
