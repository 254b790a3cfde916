/** Histograms and distributions: a card for each run of each tag. */
import { html, nothing, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { type DistributionPoint, distributions, type HistogramPoint, histograms } from '../api.ts';
import { runColor } from '../colors.ts';
import type { HistogramSettings } from '../elements/histogram-chart.ts';
import type { Source } from '../elements/lazy-card.ts';
import type { State } from '../store.ts';
import { filteredTags, type TaggedRuns, tagGroups } from './groups.ts';

/** The drawing library is large and used here only: it is loaded with the first chart. */
let wanted = false;

type Kind = 'histograms' | 'distributions';

function chart(points: readonly HistogramPoint[] | readonly DistributionPoint[], kind: Kind, run: string, tag: string, state: State): TemplateResult {
  if (!wanted) {
    wanted = true;
    void import('../elements/histogram-chart.ts');
  }
  const label = `${kind} of ${tag} in ${run}, ${points.length} steps`;
  const mode = kind === 'distributions' ? 'distribution' : state.histogramMode;
  const settings = { mode, points, color: runColor(run, state.theme), theme: state.theme, label } as HistogramSettings;
  return html`<tb-histogram-chart .settings=${settings}></tb-histogram-chart>`;
}

function cards({ tag, runs }: TaggedRuns, kind: Kind, state: State): TemplateResult[] {
  return runs.map((run) => {
    const info = state.tags.histograms[run][tag];
    const source: Source<HistogramPoint[] | DistributionPoint[]> = {
      id: `${kind}\n${run}\n${tag}`,
      key: String(state.version),
      load: () => (kind === 'histograms' ? histograms(run, tag) : distributions(run, tag)),
      show: (points) => chart(points, kind, run, tag, state),
    };
    return html`<tb-card class="card" data-tag=${tag} data-run=${run}>
      <header><h3 title=${tag}>${info.displayName}</h3><span class="run" style="color:${runColor(run, state.theme)}">${run}</span></header>
      ${info.description ? html`<div class="description">${unsafeHTML(info.description)}</div>` : nothing}
      <tb-lazy .source=${source}></tb-lazy>
    </tb-card>`;
  });
}

export const histogramsView = (state: State): TemplateResult =>
  tagGroups(filteredTags(state, 'histograms'), 'No histograms match the filters.', (tagged) => cards(tagged, 'histograms', state));
export const distributionsView = (state: State): TemplateResult =>
  tagGroups(filteredTags(state, 'histograms'), 'No distributions match the filters.', (tagged) => cards(tagged, 'distributions', state));
