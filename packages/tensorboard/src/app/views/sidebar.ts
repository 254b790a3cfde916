/** The left column: runs with their filter, and settings of the charts. */
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { runColor } from '../colors.ts';
import { expressionOf, listedRuns, type State, type TooltipSort, update, type XAxis } from '../store.ts';

const textOf = (event: Event): string => (event.target as HTMLInputElement).value;
const checkedOf = (event: Event): boolean => (event.target as HTMLInputElement).checked;

/** A text field for an expression; one that is none says so. */
export function filterField(label: string, id: string, value: string, set: (text: string) => void): TemplateResult {
  const bad = expressionOf(value) === null;
  return html`<div class="filter">
    <label class="visually-hidden" for=${id}>${label}</label>
    <input id=${id} type="search" placeholder=${label} .value=${value} aria-invalid=${bad} aria-describedby=${`${id}-error`} spellcheck="false" @input=${(e: Event) => set(textOf(e))} />
    <span id=${`${id}-error`} class="error" role="status">${bad ? 'Not a regular expression; the last good one holds.' : nothing}</span>
  </div>`;
}

function setHidden(state: State, runs: readonly string[], hide: boolean): void {
  const hidden = new Set(state.hidden);
  for (const run of runs) hide ? hidden.add(run) : hidden.delete(run);
  update({ hidden });
}

function runSelector(state: State): TemplateResult {
  const listed = listedRuns(state);
  const shown = listed.filter((run) => !state.hidden.has(run)).length;
  const box = (run: string): TemplateResult => {
    const color = runColor(run, state.theme);
    const only = (): void => setHidden({ ...state, hidden: new Set(listed) }, [run], false);
    return html`<li style="--run:${color}">
      <label><input type="checkbox" .checked=${!state.hidden.has(run)} @change=${(e: Event) => setHidden(state, [run], !checkedOf(e))} /><span title=${run}>${run}</span></label>
      <button type="button" title="Show this run only" @click=${only}>only</button>
    </li>`;
  };
  return html`<section aria-label="Runs">
    <h2>Runs</h2>
    ${filterField('Filter runs (regex)', 'run-filter', state.runFilter, (runFilter) => update({ runFilter }))}
    <label class="all"><input type="checkbox" .checked=${shown > 0} .indeterminate=${shown > 0 && shown < listed.length} @change=${(e: Event) => setHidden(state, listed, !checkedOf(e))} />${shown} of ${listed.length} shown</label>
    <ul class="runs">${repeat(listed, (run) => run, box)}</ul>
  </section>`;
}

function choice<T extends string>(label: string, id: string, value: T, options: readonly (readonly [T, string])[], set: (value: T) => void): TemplateResult {
  return html`<div class="setting"><label for=${id}>${label}</label>
    <select id=${id} @change=${(e: Event) => set(textOf(e) as T)}>${options.map(([v, text]) => html`<option value=${v} ?selected=${v === value}>${text}</option>`)}</select></div>`;
}
const toggle = (label: string, value: boolean, set: (on: boolean) => void): TemplateResult =>
  html`<label class="toggle"><input type="checkbox" .checked=${value} @change=${(e: Event) => set(checkedOf(e))} />${label}</label>`;

function scalarSettings(state: State): TemplateResult {
  const setSmoothing = (event: Event): void => {
    const smoothing = Number(textOf(event));
    if (smoothing >= 0 && smoothing <= 0.999) update({ smoothing });
  };
  return html`<section aria-label="Settings of scalars">
    <h2>Scalars</h2>
    <div class="setting">
      <label for="smoothing">Smoothing</label>
      <input id="smoothing" type="range" min="0" max="0.999" step="0.001" .value=${String(state.smoothing)} @input=${setSmoothing} />
      <input type="number" min="0" max="0.999" step="0.01" aria-label="Smoothing as a number" .value=${String(state.smoothing)} @change=${setSmoothing} />
    </div>
    ${choice<XAxis>(
      'Horizontal axis',
      'x-axis',
      state.xAxis,
      [
        ['step', 'Step'],
        ['relative', 'Relative time'],
        ['wall', 'Wall time'],
      ],
      (xAxis) => update({ xAxis }),
    )}
    ${choice<TooltipSort>(
      'Tooltip order',
      'tooltip-sort',
      state.tooltipSort,
      [
        ['default', 'As listed'],
        ['ascending', 'Ascending'],
        ['descending', 'Descending'],
        ['nearest', 'Nearest'],
      ],
      (tooltipSort) => update({ tooltipSort }),
    )}
    ${toggle('Logarithmic values', state.logY, (logY) => update({ logY }))}
    ${toggle('Ignore outliers in scaling', state.ignoreOutliers, (ignoreOutliers) => update({ ignoreOutliers }))}
  </section>`;
}

function histogramSettings(state: State): TemplateResult {
  return html`<section aria-label="Settings of histograms">
    <h2>Histograms</h2>
    ${choice(
      'Mode',
      'histogram-mode',
      state.histogramMode,
      [
        ['offset', 'Offset'],
        ['overlay', 'Overlay'],
      ] as const,
      (histogramMode) => update({ histogramMode }),
    )}
  </section>`;
}

const withSteps = ['scalars', 'custom_scalars', 'images', 'audio', 'text'];

function stepSettings(state: State): TemplateResult {
  const set = (event: Event): void => {
    const text = textOf(event).trim();
    update({ linkedStep: text === '' || !Number.isFinite(Number(text)) ? null : Number(text) });
  };
  return html`<section aria-label="Linked step">
    <h2>Step</h2>
    <div class="setting"><label for="linked-step">All cards show the step nearest to</label>
      <input id="linked-step" type="number" step="1" placeholder="each its own" .value=${state.linkedStep === null ? '' : String(state.linkedStep)} @change=${set} /></div>
  </section>`;
}

export const sidebar = (state: State): TemplateResult => html`<aside>
  ${runSelector(state)}
  ${['scalars', 'custom_scalars'].includes(state.tab) ? scalarSettings(state) : nothing}
  ${withSteps.includes(state.tab) ? stepSettings(state) : nothing}
  ${state.tab === 'histograms' ? histogramSettings(state) : nothing}
</aside>`;
