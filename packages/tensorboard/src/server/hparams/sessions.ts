/** Experiments and sessions in the data. Source: tensorboard/plugins/hparams/backend_context.py (behavior only). */
import { FormatError } from '@millrace/formats';
import { decodeHParams, type HParamsPluginData } from '@millrace/formats/protobuf';
import type { DataProvider } from '../../provider/data-provider.ts';

export type HParamValue = number | string | boolean;
export type Status = 'STATUS_UNKNOWN' | 'STATUS_SUCCESS' | 'STATUS_FAILURE' | 'STATUS_RUNNING';
export type DataType = 'DATA_TYPE_UNSET' | 'DATA_TYPE_STRING' | 'DATA_TYPE_BOOL' | 'DATA_TYPE_FLOAT64';

export interface MetricName {
  /** Run below that of the session; '' for that itself. */
  readonly group: string;
  readonly tag: string;
}
export interface MetricValue {
  readonly name: MetricName;
  readonly value: number;
  readonly trainingStep: number;
  readonly wallTimeSecs: number;
}
export interface HParamInfo {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly type: DataType;
  readonly domainDiscrete?: readonly HParamValue[];
  readonly domainInterval?: { readonly minValue: number; readonly maxValue: number };
  /** Whether sessions have different values. */
  readonly differs: boolean;
}
export interface MetricInfo {
  readonly name: MetricName;
  readonly displayName: string;
  readonly description: string;
  readonly datasetType: 'DATASET_UNKNOWN' | 'DATASET_TRAINING' | 'DATASET_VALIDATION';
}
export interface Experiment {
  readonly name: string;
  readonly description: string;
  readonly user: string;
  readonly timeCreatedSecs: number;
  readonly hparamInfos: readonly HParamInfo[];
  readonly metricInfos: readonly MetricInfo[];
}
export interface Session {
  /** Its run. */
  readonly name: string;
  readonly group: string;
  readonly hparams: ReadonlyMap<string, HParamValue>;
  readonly startTimeSecs: number;
  readonly endTimeSecs: number;
  readonly status: Status;
  readonly modelUri: string;
  readonly monitorUrl: string;
}

const statusNames: readonly Status[] = ['STATUS_UNKNOWN', 'STATUS_SUCCESS', 'STATUS_FAILURE', 'STATUS_RUNNING'];
const typeNames: readonly DataType[] = ['DATA_TYPE_UNSET', 'DATA_TYPE_STRING', 'DATA_TYPE_BOOL', 'DATA_TYPE_FLOAT64'];
const datasetNames: readonly MetricInfo['datasetType'][] = ['DATASET_UNKNOWN', 'DATASET_TRAINING', 'DATASET_VALIDATION'];
const isValue = (v: unknown): v is HParamValue => ['number', 'string', 'boolean'].includes(typeof v);

type Kind = { readonly kind: { readonly case?: string; readonly value?: unknown } };
const plain = ({ kind }: Kind): HParamValue | null => (isValue(kind.value) && kind.case !== 'nullValue' ? kind.value : null);

/** Data of a tag of the dashboard; null for bytes that are none. */
function read(bytes: Uint8Array): HParamsPluginData['data'] | null {
  try {
    return decodeHParams(bytes).data;
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}

export interface Data {
  readonly sessions: readonly Session[];
  /** What an experiment says of itself; null where none does. */
  readonly stated: Experiment | null;
}

type Stated = Extract<HParamsPluginData['data'], { readonly case: 'experiment' }>['value'];

const experimentOf = (e: Stated): Experiment => ({
  name: e.name,
  description: e.description,
  user: e.user,
  timeCreatedSecs: e.timeCreatedSecs,
  hparamInfos: e.hparamInfos.map((h) => ({
    name: h.name,
    displayName: h.displayName,
    description: h.description,
    type: typeNames[h.type] ?? 'DATA_TYPE_UNSET',
    ...(h.domain.case === 'domainDiscrete' ? { domainDiscrete: h.domain.value.values.map(plain).filter(isValue) } : {}),
    ...(h.domain.case === 'domainInterval' ? { domainInterval: { minValue: h.domain.value.minValue, maxValue: h.domain.value.maxValue } } : {}),
    differs: h.differs,
  })),
  metricInfos: e.metricInfos.map((m) => ({
    name: { group: m.name?.group ?? '', tag: m.name?.tag ?? '' },
    displayName: m.displayName,
    description: m.description,
    datasetType: datasetNames[m.datasetType] ?? 'DATASET_UNKNOWN',
  })),
});

function sessionOf(run: string, start: HParamsPluginData['data'] | null, end: HParamsPluginData['data'] | null): Session | null {
  if (start?.case !== 'sessionStartInfo') return null;
  const ended = end?.case === 'sessionEndInfo' ? end.value : null;
  const hparams = Object.entries(start.value.hparams).flatMap(([name, v]): [string, HParamValue][] => {
    const value = plain(v as Kind);
    return value === null ? [] : [[name, value]];
  });
  return {
    name: run,
    group: start.value.groupName || run,
    hparams: new Map(hparams.sort(([a], [b]) => (a < b ? -1 : 1))),
    startTimeSecs: start.value.startTimeSecs,
    endTimeSecs: ended?.endTimeSecs ?? 0,
    status: ended === null ? 'STATUS_RUNNING' : (statusNames[ended.status] ?? 'STATUS_UNKNOWN'),
    modelUri: start.value.modelUri,
    monitorUrl: start.value.monitorUrl,
  };
}

/** All sessions, and the first experiment. */
export async function readData(provider: DataProvider): Promise<Data> {
  const listing = await provider.listTensors('hparams');
  let stated: Experiment | null = null;
  const sessions: Session[] = [];
  for (const [run, tags] of listing) {
    const of = (tag: string): HParamsPluginData['data'] | null => {
      const facts = tags.get(tag);
      return facts === undefined ? null : read(facts.pluginContent);
    };
    const experiment = of('_hparams_/experiment');
    if (stated === null && experiment?.case === 'experiment') stated = experimentOf(experiment.value);
    const session = sessionOf(run, of('_hparams_/session_start_info'), of('_hparams_/session_end_info'));
    if (session !== null) sessions.push(session);
  }
  return { sessions, stated };
}

/** The run that holds a metric of a session. */
export const runOf = (session: string, group: string): string => (group === '' ? session : session === '.' ? group : `${session}/${group}`);

/** Values that make a list of choices; more are a scale. */
const maxChoices = 10;

function hparamInfosOf(sessions: readonly Session[]): HParamInfo[] {
  const values = new Map<string, Set<HParamValue>>();
  for (const { hparams } of sessions)
    for (const [name, value] of hparams) {
      const known = values.get(name);
      if (known) known.add(value);
      else values.set(name, new Set([value]));
    }
  return [...values]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, set]) => {
      const all = [...set];
      const kinds = new Set(all.map((v) => typeof v));
      const type: DataType = kinds.size > 1 || kinds.has('string') ? 'DATA_TYPE_STRING' : kinds.has('boolean') ? 'DATA_TYPE_BOOL' : 'DATA_TYPE_FLOAT64';
      const numbers = all as number[];
      const isScale = type === 'DATA_TYPE_FLOAT64' && all.length > maxChoices;
      const domain = isScale
        ? { domainInterval: { minValue: numbers.reduce((a, b) => Math.min(a, b)), maxValue: numbers.reduce((a, b) => Math.max(a, b)) } }
        : all.length <= maxChoices
          ? { domainDiscrete: all.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)) }
          : {};
      return { name, displayName: '', description: '', type, ...domain, differs: all.length > 1 };
    });
}

/** Metrics: every scalar tag of a session's run and of those below it. */
async function metricInfosOf(provider: DataProvider, sessions: readonly Session[]): Promise<MetricInfo[]> {
  const found = new Map<string, MetricName>();
  const names = new Set(sessions.map((s) => s.name));
  for (const [run, tags] of await provider.listScalars('scalars')) {
    const at = sessionAround(names, run);
    if (at === null) continue;
    const group = run === at ? '' : at === '.' ? run : run.slice(at.length + 1);
    for (const tag of tags.keys()) found.set(`${tag}\n${group}`, { group, tag });
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, name]) => ({ name, displayName: '', description: '', datasetType: 'DATASET_UNKNOWN' as const }));
}

/** The session that a run belongs to: itself, or the nearest folder above. */
function sessionAround(names: ReadonlySet<string>, run: string): string | null {
  for (let at = run; ; at = at.slice(0, at.lastIndexOf('/'))) {
    if (names.has(at)) return at;
    if (!at.includes('/')) return names.has('.') ? '.' : null;
  }
}

/** What the sessions were about: as an experiment says, and where none does as they show. */
export async function experiment(provider: DataProvider, { sessions, stated }: Data): Promise<Experiment> {
  const shown = hparamInfosOf(sessions);
  if (stated === null)
    return { name: '', description: '', user: '', timeCreatedSecs: 0, hparamInfos: shown, metricInfos: await metricInfosOf(provider, sessions) };
  const differs = new Set(shown.filter((h) => h.differs).map((h) => h.name));
  const hparamInfos = stated.hparamInfos.map((h) => ({ ...h, differs: differs.has(h.name) }));
  return { ...stated, hparamInfos, metricInfos: stated.metricInfos.length > 0 ? stated.metricInfos : await metricInfosOf(provider, sessions) };
}
