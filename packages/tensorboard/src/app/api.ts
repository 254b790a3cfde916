/** The server's routes, as this page uses them. All paths are relative: the page may stand behind a prefix. */
import type { Experiment, GroupsAnswer } from './hparams/columns.ts';

export interface TagInfo {
  readonly displayName: string;
  /** HTML that the server made safe. */
  readonly description: string;
  readonly samples?: number;
}
/** Tags by run. */
export type Tags = Readonly<Record<string, Readonly<Record<string, TagInfo>>>>;

export interface ScalarSeries {
  readonly run: string;
  readonly wallTimes: Float64Array;
  readonly steps: Float64Array;
  readonly values: Float64Array;
}
export interface HistogramPoint {
  readonly wallTime: number;
  readonly step: number;
  readonly bins: readonly { readonly min: number; readonly max: number; readonly count: number }[];
}
export interface ImagePoint {
  readonly wall_time: number;
  readonly step: number;
  readonly query: string;
}
export interface AudioPoint extends ImagePoint {
  readonly label: string;
  readonly contentType: string;
}
export interface TextPoint {
  readonly wall_time: number;
  readonly step: number;
  /** HTML that the server made safe. */
  readonly text: string;
}
export interface PluginEntry {
  readonly enabled: boolean;
  readonly tab_name: string;
}

async function get<T>(path: string): Promise<T> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${(await response.text()).trim()}`);
  return (await response.json()) as T;
}
const query = (parameters: Readonly<Record<string, string>>): string => new URLSearchParams(parameters).toString();
/** Numbers that JSON does not have come as strings. */
const numberOf = (value: number | string): number => Number(value);

export const environment = (): Promise<{ window_title: string; data_location: string; version: string }> => get('data/environment');
export const progress = (): Promise<{ loaded: boolean; problems: string[] }> => get('data/progress');
export const runs = (): Promise<string[]> => get('data/runs');
export const plugins = (): Promise<Record<string, PluginEntry>> => get('data/plugins_listing');
export const tags = (plugin: string): Promise<Tags> => get(`data/plugin/${plugin}/tags`);
export const textTags = (): Promise<Record<string, string[]>> => get('data/plugin/text/tags');

type ScalarRow = [wallTime: number, step: number, value: number | string];

function seriesOf(run: string, rows: ScalarRow[]): ScalarSeries {
  // A restart may have written steps again: by step, and within a step as written.
  if (rows.some((row, i) => i > 0 && row[1] < rows[i - 1][1])) rows.sort((a, b) => a[1] - b[1]);
  const column = (i: number): Float64Array => Float64Array.from(rows, (row) => numberOf(row[i]));
  return { run, wallTimes: column(0), steps: column(1), values: column(2) };
}

/** The series of a tag in these runs; runs without it are left out. */
export async function scalars(tag: string, of: readonly string[]): Promise<ScalarSeries[]> {
  const body = new FormData();
  body.set('tag', tag);
  for (const run of of) body.append('runs', run);
  const response = await fetch('data/plugin/scalars/scalars_multirun', { method: 'POST', body });
  if (!response.ok) throw new Error(`scalars of ${tag}: ${response.status}`);
  const answer = (await response.json()) as Record<string, ScalarRow[]>;
  return of.filter((run) => Object.hasOwn(answer, run)).map((run) => seriesOf(run, answer[run]));
}
export const scalarsCsv = (run: string, tag: string): string => `data/plugin/scalars/scalars?${query({ run, tag, format: 'csv' })}`;
export const scalarsJson = (run: string, tag: string): string => `data/plugin/scalars/scalars?${query({ run, tag })}`;

export async function histograms(run: string, tag: string): Promise<HistogramPoint[]> {
  const rows = await get<[number, number, [number, number, number][]][]>(`data/plugin/histograms/histograms?${query({ run, tag })}`);
  return rows.map(([wallTime, step, bins]) => ({
    wallTime,
    step,
    bins: bins.map(([min, max, count]) => ({ min: numberOf(min), max: numberOf(max), count: numberOf(count) })),
  }));
}
export interface DistributionPoint {
  readonly step: number;
  readonly points: readonly (readonly [number, number])[];
}
export async function distributions(run: string, tag: string): Promise<DistributionPoint[]> {
  const rows = await get<[number, number, [number, number][]][]>(`data/plugin/distributions/distributions?${query({ run, tag })}`);
  return rows.map(([, step, points]) => ({ step, points: points.map(([at, value]) => [at, numberOf(value)] as const) }));
}
export const images = (run: string, tag: string, sample: number): Promise<ImagePoint[]> =>
  get(`data/plugin/images/images?${query({ run, tag, sample: String(sample) })}`);
// The time is in the address so that a browser keeps an image as long as it stays the same.
export const imageUrl = (point: ImagePoint): string => `data/plugin/images/individualImage?ts=${point.wall_time}&${point.query}`;
export const audio = (run: string, tag: string, sample: number): Promise<AudioPoint[]> =>
  get(`data/plugin/audio/audio?${query({ run, tag, sample: String(sample) })}`);
export const audioUrl = (point: AudioPoint): string => `data/plugin/audio/individualAudio?ts=${point.wall_time}&${point.query}`;
export const text = (run: string, tag: string): Promise<TextPoint[]> => get(`data/plugin/text/text?${query({ run, tag })}`);

/** What has graphs: runs, and in them tags. */
export type GraphInfo = Readonly<
  Record<
    string,
    {
      readonly run_graph: boolean;
      readonly tags: Readonly<
        Record<string, { readonly tag: string; readonly conceptual_graph: boolean; readonly op_graph: boolean; readonly stages?: boolean }>
      >;
    }
  >
>;
export interface GraphChoice {
  /** For the address. */
  readonly id: string;
  readonly run: string;
  readonly tag: string;
  readonly kind: 'run' | 'operations' | 'optimized' | 'layers' | 'text';
  readonly title: string;
}
export const graphInfo = (): Promise<GraphInfo> => get('data/plugin/graphs/info');

/** Everything that can be drawn, layers first. */
export function graphChoices(info: GraphInfo): GraphChoice[] {
  const titles: readonly (readonly [GraphChoice['kind'], string])[] = [
    ['layers', 'layers'],
    ['run', 'graph of the run'],
    ['operations', 'as traced'],
    ['optimized', 'optimized'],
    ['text', 'MLIR text'],
  ];
  return Object.entries(info).flatMap(([run, { run_graph, tags }]) => {
    const choice = (kind: GraphChoice['kind'], tag: string): GraphChoice => {
      const title = titles.find(([k]) => k === kind)![1];
      return { id: [kind, run, tag].map(encodeURIComponent).join('|'), run, tag, kind, title: tag === '' ? title : `${tag}, ${title}` };
    };
    const own = Object.values(tags).flatMap(({ tag, conceptual_graph, op_graph, stages }) => [
      ...(conceptual_graph ? [choice('layers', tag)] : []),
      ...(op_graph ? [choice('operations', tag), ...(stages ? [choice('optimized', tag), choice('text', tag)] : [])] : []),
    ]);
    return [...(run_graph ? [choice('run', '')] : []), ...own];
  });
}
/** Large attributes are named, not sent. */
export const graphUrl = ({ run, tag, kind }: GraphChoice): string =>
  `data/plugin/graphs/graph?${query({
    run,
    ...(tag === '' ? {} : { tag }),
    ...(kind === 'layers' ? { conceptual: 'true' } : {}),
    ...(kind === 'optimized' ? { stage: 'optimized' } : {}),
    limit_attr_size: '1024',
    large_attrs_key: '_too_large_attrs',
  })}`;
export const stageTexts = (run: string, tag: string): Promise<{ name: string; text: string }[]> => get(`data/plugin/graphs/stages?${query({ run, tag })}`);

export const hparamsExperiment = (): Promise<Experiment> => get('data/plugin/hparams/experiment');
export async function sessionGroups(request: object): Promise<GroupsAnswer> {
  const response = await fetch('data/plugin/hparams/session_groups', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  if (!response.ok) throw new Error((await response.text()).trim());
  return (await response.json()) as GroupsAnswer;
}
export const hparamsDownload = (format: string, request: object): string =>
  `data/plugin/hparams/download_data?${query({ format, request: JSON.stringify(request) })}`;

export interface PrCurve {
  readonly wall_time: number;
  readonly step: number;
  readonly precision: readonly number[];
  readonly recall: readonly number[];
  readonly true_positives: readonly number[];
  readonly false_positives: readonly number[];
  readonly true_negatives: readonly number[];
  readonly false_negatives: readonly number[];
  readonly thresholds: readonly number[];
}
export const prCurves = (tag: string, of: readonly string[]): Promise<Record<string, PrCurve[]>> =>
  get(`data/plugin/pr_curves/pr_curves?${new URLSearchParams([['tag', tag], ...of.map((run) => ['run', run])])}`);

export interface CustomChart {
  readonly title: string;
  readonly multiline?: { readonly tag: readonly string[] };
  readonly margin?: { readonly series: readonly { readonly value: string; readonly lower: string; readonly upper: string }[] };
}
export interface CustomCategory {
  readonly title: string;
  readonly chart: readonly CustomChart[];
  readonly closed: boolean;
}
export const customLayout = async (): Promise<readonly CustomCategory[]> =>
  (await get<{ category?: readonly CustomCategory[] }>('data/plugin/custom_scalars/layout')).category ?? [];
/** The series of a run whose tags match from their beginning. */
export async function customSeries(run: string, pattern: string): Promise<{ readonly isValid: boolean; readonly series: ReadonlyMap<string, ScalarSeries> }> {
  const answer = await get<{ regex_valid: boolean; tag_to_events: Record<string, ScalarRow[]> }>(
    `data/plugin/custom_scalars/scalars?${query({ run, tag: pattern })}`,
  );
  return { isValid: answer.regex_valid, series: new Map(Object.entries(answer.tag_to_events).map(([tag, rows]) => [tag, seriesOf(run, rows)])) };
}
