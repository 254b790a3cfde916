/** What the page shows: one object, changed by `update`; everything is drawn anew from it. Part of it is in the address, so links reopen a view. */
import type { CustomCategory, GraphInfo, PluginEntry, Tags } from './api.ts';

export type XAxis = 'step' | 'relative' | 'wall';
export type TooltipSort = 'default' | 'ascending' | 'descending' | 'nearest';

/** What the address holds. */
export interface View {
  readonly tab: string;
  readonly runFilter: string;
  readonly tagFilter: string;
  readonly smoothing: number;
  readonly xAxis: XAxis;
  readonly logY: boolean;
  readonly ignoreOutliers: boolean;
  readonly tooltipSort: TooltipSort;
  readonly histogramMode: 'offset' | 'overlay';
  /** Which graph is drawn; '' for the first. */
  readonly graph: string;
  /** Tags of scalars whose cards stand first. */
  readonly pinned: readonly string[];
  /** The step that all cards show; null where each shows its own. */
  readonly linkedStep: number | null;
}

export interface State extends View {
  readonly title: string;
  readonly location: string;
  readonly plugins: Readonly<Record<string, PluginEntry>>;
  readonly runs: readonly string[];
  /** Runs that were unchecked. */
  readonly hidden: ReadonlySet<string>;
  readonly tags: Readonly<Record<string, Tags>>;
  readonly graphs: GraphInfo;
  /** Charts that the logs ask for. */
  readonly layout: readonly CustomCategory[];
  readonly theme: 'light' | 'dark';
  readonly autoReload: boolean;
  /** Rises with every load of data: what shows data asks for it again. */
  readonly version: number;
  readonly loading: boolean;
  readonly loaded: boolean;
  readonly problems: readonly string[];
  readonly error: string | null;
}

const defaults: View = {
  tab: '',
  runFilter: '',
  tagFilter: '',
  smoothing: 0.6,
  xAxis: 'step',
  logY: false,
  ignoreOutliers: true,
  tooltipSort: 'default',
  histogramMode: 'offset',
  graph: '',
  pinned: [],
  linkedStep: null,
};

const oneOf = <T extends string>(text: string | null, valid: readonly T[], fallback: T): T => (valid.includes(text as T) ? (text as T) : fallback);

const stepOf = (text: string | null): number | null => (text === null || text.trim() === '' || !Number.isFinite(Number(text)) ? null : Number(text));

/** The view in an address: `#scalars?runFilter=train&smoothing=0.9`. What is missing or wrong has its default. */
export function viewOf(hash: string): View {
  const [tab, rest = ''] = hash.replace(/^#/, '').split('?', 2);
  const q = new URLSearchParams(rest);
  const smoothing = Number(q.get('smoothing') ?? defaults.smoothing);
  return {
    tab: /^[\w-]*$/.test(tab) ? tab : '',
    runFilter: q.get('runFilter') ?? '',
    tagFilter: q.get('tagFilter') ?? '',
    smoothing: smoothing >= 0 && smoothing <= 0.999 ? smoothing : defaults.smoothing,
    xAxis: oneOf(q.get('xAxis'), ['step', 'relative', 'wall'], 'step'),
    logY: q.get('logY') === 'true',
    ignoreOutliers: q.get('ignoreOutliers') !== 'false',
    tooltipSort: oneOf(q.get('tooltipSort'), ['default', 'ascending', 'descending', 'nearest'], 'default'),
    histogramMode: oneOf(q.get('histogramMode'), ['offset', 'overlay'], 'offset'),
    graph: q.get('graph') ?? '',
    pinned: q.getAll('pinned'),
    linkedStep: stepOf(q.get('step')),
  };
}

/** The address of a view: only what differs from the defaults. */
export function hashOf(view: View): string {
  const q = new URLSearchParams();
  const others = new Set<string>(['tab', 'pinned', 'linkedStep']);
  for (const key of Object.keys(defaults) as (keyof View)[]) if (!others.has(key) && view[key] !== defaults[key]) q.set(key, String(view[key]));
  for (const tag of view.pinned) q.append('pinned', tag);
  if (view.linkedStep !== null) q.set('step', String(view.linkedStep));
  const text = q.toString();
  return `#${view.tab}${text === '' ? '' : `?${text}`}`;
}

let state: State = {
  ...defaults,
  title: 'TensorBoard',
  location: '',
  plugins: {},
  runs: [],
  hidden: new Set(),
  tags: {},
  graphs: {},
  layout: [],
  theme: 'light',
  autoReload: false,
  version: 0,
  loading: false,
  loaded: false,
  problems: [],
  error: null,
};
const listeners: ((state: State) => void)[] = [];

export const current = (): State => state;
export function subscribe(listener: (state: State) => void): void {
  listeners.push(listener);
}
export function update(change: Partial<State>): void {
  state = { ...state, ...change };
  for (const listener of listeners) listener(state);
}

/** A filter as an expression; null where it is none. Capital letters do not matter. */
export function expressionOf(filter: string): RegExp | null {
  try {
    return new RegExp(filter, 'i');
  } catch {
    return null;
  }
}

let lastRunFilter = /(?:)/i;
let lastTagFilter = /(?:)/i;

/** Runs that the filter leaves, checked or not. A filter that is no expression leaves what the last good one did. */
export function listedRuns({ runs, runFilter }: State): readonly string[] {
  lastRunFilter = expressionOf(runFilter) ?? lastRunFilter;
  return runs.filter((run) => lastRunFilter.test(run));
}
export const shownRuns = (s: State): readonly string[] => listedRuns(s).filter((run) => !s.hidden.has(run));
export function matchesTagFilter(tag: string, { tagFilter }: State): boolean {
  lastTagFilter = expressionOf(tagFilter) ?? lastTagFilter;
  return lastTagFilter.test(tag);
}
