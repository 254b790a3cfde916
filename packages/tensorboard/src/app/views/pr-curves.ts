/** Precision-recall curves: a card for each tag. */
import { html, nothing, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { type PrCurve, prCurves } from '../api.ts';
import { runColor } from '../colors.ts';
import type { Source } from '../elements/lazy-card.ts';
import type { PrSettings } from '../elements/pr-chart.ts';
import type { State } from '../store.ts';
import { filteredTags, type TaggedRuns, tagGroups } from './groups.ts';

/** The drawing library is loaded with the first chart. */
let wanted = false;

function chart(curves: Readonly<Record<string, readonly PrCurve[]>>, { tag, runs }: TaggedRuns, state: State): TemplateResult {
  if (!wanted) {
    wanted = true;
    void import('../elements/pr-chart.ts');
  }
  const settings: PrSettings = {
    runs: runs.filter((run) => Object.hasOwn(curves, run)).map((run) => ({ run, color: runColor(run, state.theme), curves: curves[run] })),
    theme: state.theme,
    label: `${tag}: precision by recall of ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}`,
  };
  return html`<tb-pr-chart .settings=${settings}></tb-pr-chart>`;
}

function card(tagged: TaggedRuns, state: State): TemplateResult {
  const { tag, runs } = tagged;
  const info = state.tags.pr_curves[runs[0]][tag];
  const source: Source<Readonly<Record<string, readonly PrCurve[]>>> = {
    id: `pr_curves\n${tag}`,
    key: `${state.version}\n${runs.join('\n')}`,
    load: () => prCurves(tag, runs),
    show: (curves) => chart(curves, tagged, state),
  };
  return html`<tb-card class="card" data-tag=${tag}>
    <header><h3 title=${tag}>${info.displayName}</h3></header>
    ${info.description ? html`<div class="description">${unsafeHTML(info.description)}</div>` : nothing}
    <tb-lazy .source=${source}></tb-lazy>
  </tb-card>`;
}

export const prCurvesView = (state: State): TemplateResult =>
  tagGroups(filteredTags(state, 'pr_curves'), 'No PR curves match the filters.', (tagged) => card(tagged, state));
