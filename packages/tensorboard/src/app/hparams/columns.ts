/** Columns of hyperparameters and metrics: what they are, how they are filtered, and the request that this makes. */
export type Cell = number | string | boolean | null;

export interface MetricName {
  readonly group: string;
  readonly tag: string;
}
export interface Experiment {
  readonly description: string;
  readonly hparamInfos: readonly {
    readonly name: string;
    readonly displayName: string;
    readonly type: string;
    readonly domainDiscrete?: readonly (number | string | boolean)[];
    readonly differs: boolean;
  }[];
  readonly metricInfos: readonly { readonly name: MetricName; readonly displayName: string }[];
}
export interface MetricValue {
  readonly name: MetricName;
  readonly value: number | string;
  readonly trainingStep: number;
}
export interface SessionGroup {
  readonly name: string;
  readonly hparams: Readonly<Record<string, number | string | boolean>>;
  readonly metricValues: readonly MetricValue[];
  readonly sessions: readonly {
    readonly name: string;
    readonly status: string;
    readonly startTimeSecs: number;
    readonly endTimeSecs: number;
    readonly metricValues: readonly MetricValue[];
  }[];
}
export interface GroupsAnswer {
  readonly sessionGroups: readonly SessionGroup[];
  readonly totalSize: number;
}

export interface Column {
  readonly id: string;
  readonly title: string;
  readonly isNumber: boolean;
  readonly hparam?: string;
  readonly metric?: MetricName;
  /** Values to choose from; null for a scale or free text. */
  readonly choices: readonly (number | string | boolean)[] | null;
}
export interface ColumnFilter {
  readonly shown: boolean;
  readonly min: string;
  readonly max: string;
  readonly pattern: string;
  /** Choices that are left out. */
  readonly without: ReadonlySet<number | string | boolean>;
  readonly isLog: boolean;
}
export const noFilter: ColumnFilter = { shown: true, min: '', max: '', pattern: '', without: new Set(), isLog: false };

export interface Sorting {
  readonly id: string;
  readonly descending: boolean;
}
export const statuses = ['STATUS_UNKNOWN', 'STATUS_SUCCESS', 'STATUS_FAILURE', 'STATUS_RUNNING'] as const;

/** Columns that are shown before anyone chooses. */
const [firstHparams, firstMetrics] = [8, 6];

export function columnsOf({ hparamInfos, metricInfos }: Experiment): Column[] {
  const hparams = hparamInfos.map(
    (h): Column => ({
      id: `h:${h.name}`,
      title: h.displayName || h.name,
      isNumber: h.type === 'DATA_TYPE_FLOAT64',
      hparam: h.name,
      choices: h.domainDiscrete ?? null,
    }),
  );
  const metrics = metricInfos.map(
    ({ name, displayName }): Column => ({
      id: `m:${name.group}\n${name.tag}`,
      title: displayName || (name.group === '' ? name.tag : `${name.group}: ${name.tag}`),
      isNumber: true,
      metric: name,
      choices: null,
    }),
  );
  return [...hparams, ...metrics];
}

/** All columns are shown at first, as far as there is room for them. */
export const shownAtFirst = (columns: readonly Column[]): Map<string, ColumnFilter> => {
  const [h, m] = [columns.filter((c) => c.hparam !== undefined), columns.filter((c) => c.metric !== undefined)];
  const shown = new Set([...h.slice(0, firstHparams), ...m.slice(0, firstMetrics)]);
  return new Map(columns.map((c) => [c.id, { ...noFilter, shown: shown.has(c) }]));
};

export function cellOf(group: SessionGroup, { hparam, metric }: Column): Cell {
  if (hparam !== undefined) return Object.hasOwn(group.hparams, hparam) ? group.hparams[hparam] : null;
  const found = group.metricValues.find((v) => v.name.group === metric!.group && v.name.tag === metric!.tag);
  // Numbers that JSON does not have come as strings.
  return found === undefined ? null : Number(found.value);
}

function filterOf(column: Column, filter: ColumnFilter): object {
  if (filter.without.size > 0 && column.choices !== null) return { filterDiscrete: column.choices.filter((c) => !filter.without.has(c)) };
  if (filter.min !== '' || filter.max !== '')
    return {
      filterInterval: { minValue: filter.min === '' ? '-Infinity' : Number(filter.min), maxValue: filter.max === '' ? 'Infinity' : Number(filter.max) },
    };
  return filter.pattern === '' ? {} : { filterRegexp: filter.pattern };
}

/** A request for a page of session groups. */
export function requestOf(
  columns: readonly Column[],
  filters: ReadonlyMap<string, ColumnFilter>,
  sorting: Sorting | null,
  allowed: ReadonlySet<string>,
  page: { readonly startIndex: number; readonly sliceSize: number },
): object {
  const colParams = columns.map((column) => ({
    ...(column.hparam === undefined ? { metric: column.metric } : { hparam: column.hparam }),
    order: sorting?.id === column.id ? (sorting.descending ? 'ORDER_DESC' : 'ORDER_ASC') : 'ORDER_UNSPECIFIED',
    ...filterOf(column, filters.get(column.id) ?? noFilter),
  }));
  return { allowedStatuses: [...allowed], colParams, ...page };
}

/** Where values stand on an axis, from 0 to 1. */
export interface Scale {
  readonly place: (cell: Cell) => number | null;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  /** The value at a place; null where places are choices. */
  readonly value: ((at: number) => number) | null;
}

const shortText = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const tickText = (v: number): string => (v !== 0 && (Math.abs(v) < 1e-3 || Math.abs(v) >= 1e5) ? v.toExponential(1) : shortText.format(v));

export function scaleOf(column: Column, cells: readonly Cell[], isLog: boolean): Scale {
  const numbers = cells.filter((c): c is number => typeof c === 'number' && Number.isFinite(c) && (!isLog || c > 0));
  if (column.isNumber) {
    const forward = isLog ? Math.log : (x: number): number => x;
    const back = isLog ? Math.exp : (x: number): number => x;
    const low = forward(numbers.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY));
    const high = forward(numbers.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY));
    const span = high - low || 1;
    const middle = high === low ? 0.5 : 0;
    const place = (c: Cell): number | null => {
      if (typeof c !== 'number' || !Number.isFinite(c) || (isLog && c <= 0)) return null;
      return middle + (forward(c) - low) / span;
    };
    const value = (at: number): number => back(low + at * span);
    const ticks =
      numbers.length === 0
        ? []
        : high === low
          ? [{ at: 0.5, text: tickText(back(low)) }]
          : [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, text: tickText(value(at)) }));
    return { place, ticks, value };
  }
  const order = [...new Set(cells.filter((c) => c !== null).map(String))].sort();
  const at = (i: number): number => (order.length === 1 ? 0.5 : i / (order.length - 1));
  const index = new Map(order.map((text, i) => [text, at(i)]));
  return { place: (c) => (c === null ? null : (index.get(String(c)) ?? null)), ticks: order.map((text, i) => ({ at: at(i), text })), value: null };
}

/** A color between blue and red. */
export const heat = (at: number | null, theme: 'light' | 'dark'): string =>
  at === null ? (theme === 'dark' ? '#666' : '#bbb') : `hsl(${240 - 240 * Math.max(0, Math.min(1, at))} 75% ${theme === 'dark' ? 62 : 45}%)`;
