/** Graphs of programs and models, and the text of programs at each stage of the compiler. */
import { html, nothing, type TemplateResult } from 'lit';
import { type GraphChoice, graphChoices, graphUrl, stageTexts } from '../api.ts';
import '../elements/graph-explorer.ts';
import type { GraphSettings } from '../elements/graph-explorer.ts';
import type { Source } from '../elements/lazy-card.ts';
import { type State, shownRuns, update } from '../store.ts';

const show = (choice: GraphChoice): string => `${choice.run}: ${choice.title}`;

function explorer(choice: GraphChoice, state: State): TemplateResult {
  if (choice.kind === 'text') {
    const source: Source<{ name: string; text: string }[]> = {
      id: choice.id,
      key: String(state.version),
      load: () => stageTexts(choice.run, choice.tag),
      show: (stages) =>
        html`${stages.map(({ name, text }) => html`<details open class="stage"><summary>${name}</summary><pre tabindex="0">${text}</pre></details>`)}`,
    };
    return html`<tb-lazy class="stages" .source=${source}></tb-lazy>`;
  }
  const settings: GraphSettings = { url: graphUrl(choice), theme: state.theme, label: show(choice) };
  return html`<tb-graph-explorer .settings=${settings}></tb-graph-explorer>`;
}

export function graphsView(state: State): TemplateResult {
  const shown = new Set(shownRuns(state));
  const choices = graphChoices(state.graphs).filter((c) => shown.has(c.run));
  if (choices.length === 0) return html`<p class="notice">No graphs in the runs that are shown.</p>`;
  const choice = choices.find((c) => c.id === state.graph) ?? choices[0];
  return html`<div class="graph-choice">
      <label for="graph-choice">Graph</label>
      <select id="graph-choice" @change=${(e: Event) => update({ graph: (e.target as HTMLSelectElement).value })}>
        ${choices.map((c) => html`<option value=${c.id} ?selected=${c === choice}>${show(c)}</option>`)}
      </select>
    </div>
    ${choice === undefined ? nothing : explorer(choice, state)}`;
}
