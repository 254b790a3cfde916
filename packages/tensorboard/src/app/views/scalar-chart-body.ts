/** A chart of scalars with its tooltip, its numbers and its files. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ScalarSeries } from '../api.ts';
import { runColor } from '../colors.ts';
import type { ChartSettings, CursorDetail, Line, ScalarChart } from '../elements/scalar-chart.ts';
import { formatSpan, formatTime, formatValue } from '../math/format.ts';
import { nearestIndex } from '../math/ranges.ts';
import { smooth } from '../math/smooth.ts';
import type { State, TooltipSort, XAxis } from '../store.ts';

const positions: Readonly<Record<XAxis, (s: ScalarSeries) => Float64Array>> = {
  step: (s) => s.steps,
  relative: (s) => s.wallTimes.map((t) => t - s.wallTimes[0]),
  wall: (s) => s.wallTimes,
};

/** Points by position: on the time axes a restart may have mixed them. */
export function lineOf(series: ScalarSeries, { xAxis, smoothing, theme }: Pick<State, 'xAxis' | 'smoothing' | 'theme'>): Line {
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

const change = (first: number, last: number): string => (first === 0 ? '' : `${formatValue((100 * (last - first)) / Math.abs(first))} %`);

/** The numbers of a chart for those who cannot see it, and for everyone else who wants them: at the linked step, else at the last. */
function summaryTable(lines: readonly Line[], series: readonly ScalarSeries[], linkedStep: number | null): TemplateResult {
  const row = (line: Line, s: ScalarSeries): TemplateResult => {
    const finite = [...s.values].filter(Number.isFinite);
    const end = s.values.length - 1;
    const at = linkedStep === null ? end : nearestIndex(s.steps, linkedStep);
    const [first, last] = [s.values[0], s.values[end]];
    const cells = [
      line.smoothed[at],
      s.values[at],
      finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
      finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
      first,
      last,
      last - first,
    ];
    return html`<tr><td><span class="swatch" style="background:${line.color}"></span>${line.run}</td>${cells.map((c) => html`<td>${formatValue(c)}</td>`)}<td>${change(first, last)}</td><td>${s.steps[at]}</td><td>${formatSpan(s.wallTimes[at] - s.wallTimes[0])}</td></tr>`;
  };
  return html`<table class="data">
    <thead><tr><th>Run</th><th>Smoothed</th><th>Value</th><th>Min</th><th>Max</th><th>Start</th><th>End</th><th>Change</th><th>Percent</th><th>Step</th><th>Relative</th></tr></thead>
    <tbody>${lines.map((line, i) => row(line, series[i]))}</tbody>
  </table>`;
}

const chartOf = (event: Event): ScalarChart | null => (event.target as HTMLElement).closest('.card')?.querySelector<ScalarChart>('tb-scalar-chart') ?? null;

/** Gives the person a file. */
function save(name: string, blob: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name.replace(/[^\w.-]+/g, '_');
  link.click();
  URL.revokeObjectURL(link.href);
}
async function savePng(event: Event, title: string): Promise<void> {
  const blob = await chartOf(event)?.png();
  if (blob) save(`${title}.png`, blob);
}
function saveSvg(event: Event, title: string): void {
  const text = chartOf(event)?.svg();
  if (text) save(`${title}.svg`, new Blob([text], { type: 'image/svg+xml' }));
}

/** A chart of lines, with what belongs to it. `files`: more to download than the picture. */
export function chartBody(
  lines: readonly Line[],
  series: readonly ScalarSeries[],
  title: string,
  state: State,
  files: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  const hidden = state.logY ? series.reduce((n, s) => n + s.values.filter((v) => v <= 0).length, 0) : 0;
  const settings: ChartSettings = {
    lines,
    xAxis: state.xAxis,
    logY: state.logY,
    ignoreOutliers: state.ignoreOutliers,
    theme: state.theme,
    mark: state.xAxis === 'step' ? state.linkedStep : null,
    label: `${title}: chart of ${lines.length} ${lines.length === 1 ? 'run' : 'runs'}. Arrow keys read values.`,
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
      ${summaryTable(lines, series, state.linkedStep)}
      <p class="downloads">Picture: <button type="button" @click=${(e: Event) => void savePng(e, title)}>PNG</button> <button type="button" @click=${(e: Event) => saveSvg(e, title)}>SVG</button></p>
      ${files}
    </details>
  `;
}
