/** The page: header, tabs, left column, the dashboard in use. */
import { html, nothing, type TemplateResult } from 'lit';
import { load } from '../load.ts';
import { type State, update } from '../store.ts';
import { customScalarsView } from './custom-scalars.ts';
import { graphsView } from './graphs.ts';
import { distributionsView, histogramsView } from './histograms.ts';
import { hparamsView } from './hparams.ts';
import { prCurvesView } from './pr-curves.ts';
import { audioView, imagesView, textView } from './samples.ts';
import { scalarsView } from './scalars.ts';
import { filterField, sidebar } from './sidebar.ts';

const views: Readonly<Record<string, (state: State) => TemplateResult>> = {
  scalars: scalarsView,
  images: imagesView,
  audio: audioView,
  histograms: histogramsView,
  distributions: distributionsView,
  text: textView,
  graphs: graphsView,
  hparams: hparamsView,
  pr_curves: prCurvesView,
  custom_scalars: customScalarsView,
};

/** Dashboards that this page can draw: with data, and without. */
export function dashboards({ plugins }: State): { active: string[]; inactive: string[] } {
  const known = Object.keys(views).filter((name) => Object.hasOwn(plugins, name));
  return { active: known.filter((name) => plugins[name].enabled), inactive: known.filter((name) => !plugins[name].enabled) };
}

const go = (event: Event, tab: string): void => {
  event.preventDefault();
  update({ tab });
};

function tabs(state: State): TemplateResult {
  const { active } = dashboards(state);
  return html`<nav aria-label="Dashboards">
    ${active.map((name) => html`<a href=${`#${name}`} aria-current=${name === state.tab ? 'page' : 'false'} @click=${(e: Event) => go(e, name)}>${state.plugins[name].tab_name}</a>`)}
  </nav>`;
}

function header(state: State): TemplateResult {
  const other = state.theme === 'dark' ? 'light' : 'dark';
  return html`<header class="top">
    <h1>${state.title}</h1>
    ${tabs(state)}
    <span class="space"></span>
    <label class="toggle"><input type="checkbox" .checked=${state.autoReload} @change=${() => update({ autoReload: !state.autoReload })} />Reload every 30 s</label>
    <button type="button" id="reload" title="Load the data again" ?disabled=${state.loading} @click=${() => void load()}>Reload</button>
    <button type="button" id="theme" title=${`Use ${other} colors`} @click=${() => update({ theme: other })}>${other === 'dark' ? 'Dark' : 'Light'}</button>
  </header>`;
}

/** What to do when there is nothing to show. */
const nothingYet = (state: State): TemplateResult => html`<div class="empty">
  <h2>No data yet</h2>
  <p>${state.loaded ? `There are no event files with data under ${state.location}.` : 'The log directory is being read.'}</p>
  <p>Write some with the callback or with summaries, and this page shows it:</p>
  <pre>await model.fit(x, y, { callbacks: [tf.keras.callbacks.tensorBoard({ logDir: 'logs' })] });

const writer = tf.summary.createFileWriter('logs/mine');
writer.asDefault(() => tf.summary.scalar('loss', 0.5, { step: 1 }));
await writer.close();</pre>
</div>`;

function messages(state: State): TemplateResult {
  return html`${state.error !== null ? html`<p class="banner error" role="alert">${state.error}</p>` : nothing}
  ${!state.loaded && state.runs.length > 0 ? html`<p class="banner" role="status">Reading the log directory; more will appear.</p>` : nothing}
  ${state.problems.length > 0 ? html`<details class="banner"><summary>${state.problems.length} ${state.problems.length === 1 ? 'file or tag' : 'files or tags'} could not be read whole</summary><ul>${state.problems.slice(0, 100).map((p) => html`<li>${p}</li>`)}</ul></details>` : nothing}`;
}

export function shell(state: State): TemplateResult {
  const { active } = dashboards(state);
  const view = active.includes(state.tab) ? views[state.tab] : undefined;
  return html`${header(state)}
    <div class="columns">
      ${sidebar(state)}
      <main>
        ${messages(state)}
        ${view === undefined ? nothingYet(state) : html`${['graphs', 'hparams', 'custom_scalars'].includes(state.tab) ? nothing : filterField('Filter tags (regex)', 'tag-filter', state.tagFilter, (tagFilter) => update({ tagFilter }))}${view(state)}`}
      </main>
    </div>`;
}
