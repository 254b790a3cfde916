/** Charts that a layout in the logs asks for: many tags in one chart, or values between bounds. */
import { html, type TemplateResult } from 'lit';
import { type CustomChart, customSeries, type ScalarSeries } from '../api.ts';
import type { Source } from '../elements/lazy-card.ts';
import { type State, shownRuns } from '../store.ts';
import { chartBody, lineOf } from './scalar-chart-body.ts';

interface Loaded {
  readonly series: readonly ScalarSeries[];
  /** By the label of a series: its bounds. */
  readonly bounds: ReadonlyMap<string, { readonly lower: ScalarSeries; readonly upper: ScalarSeries }>;
  readonly problems: readonly string[];
}

const label = (run: string, tag: string): string => `${run}: ${tag}`;
const exactly = (tag: string): string => `${tag.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;

async function loadLines(patterns: readonly string[], runs: readonly string[]): Promise<Loaded> {
  const series = new Map<string, ScalarSeries>();
  const problems = new Set<string>();
  for (const run of runs)
    for (const pattern of patterns) {
      const found = await customSeries(run, pattern);
      if (!found.isValid) problems.add(`'${pattern}' is not a regular expression.`);
      for (const [tag, s] of found.series) series.set(label(run, tag), { ...s, run: label(run, tag) });
    }
  return { series: [...series.values()], bounds: new Map(), problems: [...problems] };
}

async function loadMargins(margins: NonNullable<CustomChart['margin']>['series'], runs: readonly string[]): Promise<Loaded> {
  const series: ScalarSeries[] = [];
  const bounds = new Map<string, { lower: ScalarSeries; upper: ScalarSeries }>();
  for (const run of runs)
    for (const { value, lower, upper } of margins) {
      const [v, l, u] = await Promise.all([value, lower, upper].map(async (tag) => (await customSeries(run, exactly(tag))).series.get(tag)));
      if (!v || !l || !u) continue;
      const name = label(run, value);
      series.push({ ...v, run: name });
      // Bounds of other steps than the value would stand in wrong places.
      if (v.steps.length === l.steps.length && v.steps.length === u.steps.length) bounds.set(name, { lower: l, upper: u });
    }
  return { series, bounds, problems: [] };
}

function card(chart: CustomChart, category: string, state: State): TemplateResult {
  const runs = shownRuns(state).filter((run) => Object.hasOwn(state.tags.scalars ?? {}, run));
  const source: Source<Loaded> = {
    id: `custom\n${category}\n${JSON.stringify(chart)}`,
    key: `${state.version}\n${runs.join('\n')}`,
    load: () => (chart.margin ? loadMargins(chart.margin.series, runs) : loadLines(chart.multiline?.tag ?? [], runs)),
    show: ({ series, bounds, problems }) => {
      const lines = series.map((s) => {
        const own = bounds.get(s.run);
        const line = lineOf(s, { ...state, smoothing: own ? 0 : state.smoothing });
        return own ? { ...line, band: { lower: own.lower.values, upper: own.upper.values } } : line;
      });
      return html`${problems.map((p) => html`<p class="notice error">${p}</p>`)}${series.length === 0 ? html`<p class="notice">No scalars match.</p>` : chartBody(lines, series, chart.title, state)}`;
    },
  };
  return html`<tb-card class="card" data-tag=${chart.title}>
    <header><h3>${chart.title}</h3></header>
    <tb-lazy .source=${source}></tb-lazy>
  </tb-card>`;
}

export const customScalarsView = (state: State): TemplateResult =>
  html`${state.layout.map(
    ({ title, chart, closed }) => html`<details class="group" ?open=${!closed}>
      <summary><h2>${title}</h2><span class="count">${chart.length}</span></summary>
      <div class="cards">${chart.map((c) => card(c, title, state))}</div>
    </details>`,
  )}`;
