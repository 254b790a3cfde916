/** Scalar cards: one for each tag, with a line for each run. */
import { html, nothing, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { type ScalarSeries, scalars, scalarsCsv, scalarsJson } from '../api.ts';
import { runColor } from '../colors.ts';
import type { Source } from '../elements/lazy-card.ts';
import type { ChartSettings, CursorDetail, Line, ScalarChart } from '../elements/scalar-chart.ts';
import { formatSpan, formatTime, formatValue } from '../math/format.ts';
import { smooth } from '../math/smooth.ts';
import type { State, TooltipSort, XAxis } from '../store.ts';
import { filteredTags, type TaggedRuns, tagGroups } from './groups.ts';

const positions: Readonly<Record<XAxis, (s: ScalarSeries) => Float64Array>> = {
  step: (s) => s.steps,
  relative: (s) => s.wallTimes.map((t) => t - s.wallTimes[0]),
  wall: (s) => s.wallTimes,
};

/** Points by position: on the time axes a restart may have mixed them. */
function lineOf(series: ScalarSeries, { xAxis, smoothing, theme }: State): Line {
  const xs = positions[xAxis](series);
  const smoothed = smoothing > 0 ? smooth(series.values, smoothing) : series.values;
  const color = runColor(series.run, theme);
  if (xs.every((x, i) => i === 0 || x >= xs[i - 1])) return { run: series.run, color, xs, values: series.values, smoothed };
  const order = Array.from(xs, (_, i) => i).sort((a, b) => xs[a] - xs[b]);
  const sorted = (column: Float64Array): Float64Array => Float64Array.from(order, (i) => column[i]);
  const values = sorted(series.values);
  return { run: series.run, color, xs: sorted(xs), values, smoothed: smoothing > 0 ? sorted(smoothed) : values };
}

interface Row {
  readonly line: Line;
  readonly series: ScalarSeries;
  readonly index: number;
}

const sorts: Readonly<Record<TooltipSort, (y: number | null) => (a: Row, b: Row) => number>> = {
  default: () => () => 0,
  ascending: () => (a, b) => a.line.smoothed[a.index] - b.line.smoothed[b.index],
  descending: () => (a, b) => b.line.smoothed[b.index] - a.line.smoothed[a.index],
  nearest: (y) => (a, b) => Math.abs(a.line.smoothed[a.index] - (y ?? 0)) - Math.abs(b.line.smoothed[b.index] - (y ?? 0)),
};

/** Rows of a tooltip at most. */
const maxRows = 12;

function rowTemplate({ line, series, index }: Row, smoothing: number): TemplateResult {
  return html`<tr>
    <td><span class="swatch" style="background:${line.color}"></span>${line.run}</td>
    ${smoothing > 0 ? html`<td>${formatValue(line.smoothed[index])}</td>` : nothing}
    <td>${formatValue(line.values[index])}</td>
    <td>${series.steps[index]}</td>
    <td>${formatTime(series.wallTimes[index])}</td>
    <td>${formatSpan(series.wallTimes[index] - series.wallTimes[0])}</td>
  </tr>`;
}

function tooltip({ indices, y }: CursorDetail, lines: readonly Line[], series: readonly ScalarSeries[], { smoothing, tooltipSort }: State): TemplateResult {
  const rows = indices.flatMap((index, i): Row[] => (index >= 0 && lines[i] ? [{ line: lines[i], series: series[i], index }] : [])).sort(sorts[tooltipSort](y));
  if (rows.length === 0) return html``;
  return html`<table>
    <thead><tr><th>Run</th>${smoothing > 0 ? html`<th>Smoothed</th>` : nothing}<th>Value</th><th>Step</th><th>Time</th><th>Relative</th></tr></thead>
    <tbody>${rows.slice(0, maxRows).map((row) => rowTemplate(row, smoothing))}</tbody>
  </table>${rows.length > maxRows ? html`<p>and ${rows.length - maxRows} more</p>` : nothing}`;
}

/** The numbers of a chart for those who cannot see it, and for everyone else who wants them. */
function summaryTable(lines: readonly Line[], series: readonly ScalarSeries[]): TemplateResult {
  const row = (line: Line, s: ScalarSeries): TemplateResult => {
    const finite = [...s.values].filter(Number.isFinite);
    const [first, last] = [s.values[0], s.values[s.values.length - 1]];
    const cells = [
      finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
      finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
      first,
      last,
      last - first,
    ];
    return html`<tr><td><span class="swatch" style="background:${line.color}"></span>${line.run}</td><td>${formatValue(line.smoothed[line.smoothed.length - 1])}</td>${cells.map((c) => html`<td>${formatValue(c)}</td>`)}<td>${s.steps[s.steps.length - 1]}</td></tr>`;
  };
  return html`<table class="data">
    <thead><tr><th>Run</th><th>Smoothed</th><th>Min</th><th>Max</th><th>Start</th><th>End</th><th>Change</th><th>Step</th></tr></thead>
    <tbody>${lines.map((line, i) => row(line, series[i]))}</tbody>
  </table>`;
}

function body(series: readonly ScalarSeries[], tag: string, state: State): TemplateResult {
  const lines = series.map((s) => lineOf({ ...s, steps: s.steps }, state));
  const hidden = state.logY ? series.reduce((n, s) => n + s.values.filter((v) => v <= 0).length, 0) : 0;
  const settings: ChartSettings = {
    lines,
    xAxis: state.xAxis,
    logY: state.logY,
    ignoreOutliers: state.ignoreOutliers,
    theme: state.theme,
    label: `${tag}: chart of ${lines.length} ${lines.length === 1 ? 'run' : 'runs'}. Arrow keys read values.`,
  };
  const show = (event: Event): void => {
    const { detail } = event as CustomEvent<CursorDetail>;
    const card = (event.target as HTMLElement).closest('.card');
    card?.dispatchEvent(new CustomEvent('tip', { detail: tooltip(detail, lines, series, state) }));
  };
  return html`
    <tb-scalar-chart .settings=${settings} @cursor=${show}></tb-scalar-chart>
    ${hidden > 0 ? html`<p class="notice">${hidden} values are not positive and have no place on a logarithmic axis.</p>` : nothing}
    <details class="more">
      <summary>Data</summary>
      ${summaryTable(lines, series)}
      <ul class="downloads">${series.map((s) => html`<li>${s.run}: <a href=${scalarsCsv(s.run, tag)} download=${`${s.run}-${tag}.csv`.replaceAll('/', '_')}>CSV</a> <a href=${scalarsJson(s.run, tag)} download=${`${s.run}-${tag}.json`.replaceAll('/', '_')}>JSON</a></li>`)}</ul>
    </details>
  `;
}

function card({ tag, runs }: TaggedRuns, state: State): TemplateResult {
  const info = state.tags.scalars[runs[0]][tag];
  const source: Source<ScalarSeries[]> = {
    id: `scalars\n${tag}`,
    key: `${state.version}\n${runs.join('\n')}`,
    load: () => scalars(tag, runs),
    show: (series) => body(series, tag, state),
  };
  const fit = (event: Event): void => (event.target as HTMLElement).closest('.card')?.querySelector<ScalarChart>('tb-scalar-chart')?.fit();
  const full = (event: Event): void => void (event.target as HTMLElement).closest('.card')?.classList.toggle('wide');
  return html`<tb-card class="card" data-tag=${tag}>
    <header>
      <h3 title=${tag}>${info.displayName}</h3>
      <button type="button" title="Wide or narrow" aria-label="Wide or narrow" @click=${full}>⇔</button>
      <button type="button" title="Show everything" aria-label="Show everything" @click=${fit}>⤢</button>
    </header>
    ${info.description ? html`<div class="description">${unsafeHTML(info.description)}</div>` : nothing}
    <tb-lazy .source=${source}></tb-lazy>
  </tb-card>`;
}

export const scalarsView = (state: State): TemplateResult =>
  tagGroups(filteredTags(state, 'scalars'), 'No scalars match the filters.', (tagged) => card(tagged, state));
