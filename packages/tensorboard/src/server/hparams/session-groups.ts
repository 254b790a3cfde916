/** Sessions in groups: aggregated, filtered, sorted and cut to a page. Source: tensorboard/plugins/hparams/list_session_groups.py (behavior only). */
import type { DataProvider } from '../../provider/data-provider.ts';
import { RequestError } from '../plugin.ts';
import { type HParamValue, type MetricInfo, type MetricName, type MetricValue, runOf, type Session } from './sessions.ts';

export interface ColParams {
  readonly hparam?: string;
  readonly metric?: Partial<MetricName>;
  readonly order?: 'ORDER_UNSPECIFIED' | 'ORDER_ASC' | 'ORDER_DESC';
  readonly missingValuesFirst?: boolean;
  readonly filterRegexp?: string;
  readonly filterInterval?: { readonly minValue?: number | string; readonly maxValue?: number | string };
  readonly filterDiscrete?: readonly HParamValue[];
  readonly excludeMissingValues?: boolean;
}
export interface GroupsRequest {
  readonly allowedStatuses?: readonly string[];
  readonly colParams?: readonly ColParams[];
  readonly aggregationType?: string;
  readonly aggregationMetric?: Partial<MetricName>;
  readonly startIndex?: number;
  readonly sliceSize?: number;
}
export interface SessionGroup {
  readonly name: string;
  readonly hparams: Readonly<Record<string, HParamValue>>;
  readonly metricValues: readonly MetricValue[];
  readonly sessions: readonly (Omit<Session, 'hparams' | 'group'> & { readonly metricValues: readonly MetricValue[] })[];
  readonly monitorUrl: string;
}
export interface GroupsAnswer {
  readonly sessionGroups: readonly SessionGroup[];
  readonly totalSize: number;
}

type GroupSession = SessionGroup['sessions'][number];

const sameMetric = (a: Partial<MetricName>, b: MetricName): boolean => (a.group ?? '') === b.group && (a.tag ?? '') === b.tag;

async function lastValues(provider: DataProvider, session: string, metrics: readonly MetricInfo[]): Promise<MetricValue[]> {
  const values: MetricValue[] = [];
  for (const { name } of metrics) {
    const columns = await provider.readScalars('scalars', runOf(session, name.group), name.tag);
    if (columns === null || columns.steps.length === 0) continue;
    const at = columns.steps.length - 1;
    values.push({ name, value: columns.values[at], trainingStep: columns.steps[at], wallTimeSecs: columns.wallTimes[at] });
  }
  return values;
}

const mean = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;

/** Each metric's mean over the sessions that have it. */
function averages(sessions: readonly GroupSession[], metrics: readonly MetricInfo[]): MetricValue[] {
  return metrics.flatMap(({ name }) => {
    const values = sessions.flatMap((s) => s.metricValues.filter((v) => sameMetric(v.name, name)));
    if (values.length === 0) return [];
    const of = (key: 'value' | 'trainingStep' | 'wallTimeSecs'): number => mean(values.map((v) => v[key]));
    return [{ name, value: of('value'), trainingStep: Math.trunc(of('trainingStep')), wallTimeSecs: of('wallTimeSecs') }];
  });
}

/** All metrics of the session that stands at a place in the order of one metric. */
function picked(sessions: readonly GroupSession[], metric: Partial<MetricName>, place: (count: number) => number): readonly MetricValue[] {
  const ranked = sessions
    .flatMap((s) => s.metricValues.filter((v) => sameMetric(metric, v.name)).map((v) => ({ s, value: v.value })))
    .sort((a, b) => a.value - b.value);
  return ranked.length === 0 ? [] : ranked[place(ranked.length)].s.metricValues;
}

function aggregate(sessions: readonly GroupSession[], metrics: readonly MetricInfo[], request: GroupsRequest): readonly MetricValue[] {
  const { aggregationType = 'AGGREGATION_AVG', aggregationMetric } = request;
  if (['AGGREGATION_UNSET', 'AGGREGATION_AVG'].includes(aggregationType)) return averages(sessions, metrics);
  const places: Readonly<Record<string, (count: number) => number>> = {
    AGGREGATION_MIN: () => 0,
    AGGREGATION_MAX: (n) => n - 1,
    AGGREGATION_MEDIAN: (n) => (n - 1) >> 1,
  };
  if (!Object.hasOwn(places, aggregationType)) throw new RequestError(400, `unknown aggregationType '${aggregationType}'`);
  if (aggregationMetric === undefined) throw new RequestError(400, `${aggregationType} needs an aggregationMetric`);
  return picked(sessions, aggregationMetric, places[aggregationType]);
}

type Cell = HParamValue | null;

function cellOf(group: SessionGroup, { hparam, metric }: ColParams): Cell {
  if (hparam !== undefined) return Object.hasOwn(group.hparams, hparam) ? group.hparams[hparam] : null;
  return group.metricValues.find((v) => sameMetric(metric ?? {}, v.name))?.value ?? null;
}

function filterOf(column: ColParams): (cell: Cell) => boolean {
  const { filterRegexp, filterInterval, filterDiscrete, excludeMissingValues } = column;
  const missing = !excludeMissingValues;
  if (filterRegexp !== undefined) {
    let expression: RegExp;
    try {
      expression = new RegExp(filterRegexp);
    } catch {
      throw new RequestError(400, `'${filterRegexp}' is not a regular expression`);
    }
    return (cell) => (cell === null ? missing : expression.test(String(cell)));
  }
  if (filterInterval !== undefined) {
    const [min, max] = [Number(filterInterval.minValue ?? Number.NEGATIVE_INFINITY), Number(filterInterval.maxValue ?? Number.POSITIVE_INFINITY)];
    return (cell) => (cell === null ? missing : typeof cell === 'number' && cell >= min && cell <= max);
  }
  if (filterDiscrete !== undefined) return (cell) => (cell === null ? missing : filterDiscrete.includes(cell));
  return (cell) => cell !== null || missing;
}

const compareCells = (a: HParamValue, b: HParamValue): number => {
  if (typeof a === 'number' && typeof b === 'number') return Number.isNaN(a) || Number.isNaN(b) ? Number(Number.isNaN(a)) - Number(Number.isNaN(b)) : a - b;
  const [x, y] = [String(a), String(b)];
  return x < y ? -1 : x > y ? 1 : 0;
};

/** The first columns count most. */
function sorted(groups: readonly SessionGroup[], columns: readonly ColParams[]): readonly SessionGroup[] {
  const keys = columns.filter((c) => c.order === 'ORDER_ASC' || c.order === 'ORDER_DESC');
  const compare = (a: SessionGroup, b: SessionGroup): number => {
    for (const key of keys) {
      const [x, y] = [cellOf(a, key), cellOf(b, key)];
      if (x === null || y === null) {
        if (x === y) continue;
        return (x === null) === (key.missingValuesFirst ?? false) ? -1 : 1;
      }
      const order = compareCells(x, y) * (key.order === 'ORDER_ASC' ? 1 : -1);
      if (order !== 0) return order;
    }
    return 0;
  };
  return keys.length === 0 ? groups : [...groups].sort(compare);
}

const sliceLimit = 10_000;

/** @throws RequestError for requests that make no sense */
export async function sessionGroups(
  provider: DataProvider,
  sessions: readonly Session[],
  metrics: readonly MetricInfo[],
  request: GroupsRequest,
): Promise<GroupsAnswer> {
  const { allowedStatuses, colParams = [], startIndex = 0, sliceSize = sliceLimit } = request;
  if (!Number.isSafeInteger(startIndex) || startIndex < 0 || !Number.isSafeInteger(sliceSize) || sliceSize < 0)
    throw new RequestError(400, 'startIndex and sliceSize must be integers of at least 0');
  const byGroup = new Map<string, Session[]>();
  for (const session of sessions) {
    if (allowedStatuses !== undefined && allowedStatuses.length > 0 && !allowedStatuses.includes(session.status)) continue;
    const members = byGroup.get(session.group);
    if (members) members.push(session);
    else byGroup.set(session.group, [session]);
  }
  const groups: SessionGroup[] = [];
  for (const [name, members] of byGroup) {
    const shown: GroupSession[] = [];
    for (const { hparams: _, group: __, ...facts } of members) shown.push({ ...facts, metricValues: await lastValues(provider, facts.name, metrics) });
    groups.push({
      name,
      hparams: Object.fromEntries(members[0].hparams),
      metricValues: aggregate(shown, metrics, request),
      sessions: shown,
      monitorUrl: members[0].monitorUrl,
    });
  }
  const filters = colParams.map((column) => ({ column, passes: filterOf(column) }));
  const left = groups.filter((g) => filters.every(({ column, passes }) => passes(cellOf(g, column))));
  return { sessionGroups: sorted(left, colParams).slice(startIndex, startIndex + Math.min(sliceSize, sliceLimit)), totalSize: left.length };
}
