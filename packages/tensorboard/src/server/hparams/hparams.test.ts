import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TensorBoardServer, tensorboard } from '../../tensorboard.ts';
import { endData, experimentData, startData } from '../../writer/hparams/encode.ts';
import { hparams, summary } from '../../writer/index.ts';
import type { GroupsAnswer, GroupsRequest } from './session-groups.ts';

const root = mkdtempSync(join(tmpdir(), 'millrace-hparams-'));
let board: TensorBoardServer;
const path = 'data/plugin/hparams/';
const post = async (route: string, request: object): Promise<[number, string]> => {
  const response = await fetch(`${board.url}${path}${route}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  return [response.status, await response.text()];
};
const groups = async (request: GroupsRequest): Promise<GroupsAnswer> => JSON.parse((await post('session_groups', request))[1]) as GroupsAnswer;
const accuracy = { group: 'validation', tag: 'accuracy' };
const loss = { group: '', tag: 'loss' };

/** Two groups of three sessions: accuracy 1, 2, 6 and 10, 20, 60; loss 3, 2, 1 and 30, 20, 10. */
beforeAll(async () => {
  const top = summary.createFileWriter(root);
  top.asDefault(() =>
    hparams.config({
      hparams: [
        new hparams.HParam('units', new hparams.Discrete([32, 16]), { description: 'how *many*' }),
        new hparams.HParam('rate', new hparams.RealInterval(0, 1), { displayName: 'Rate' }),
      ],
      metrics: [new hparams.Metric('accuracy', { group: 'validation', datasetType: 'validation' }), new hparams.Metric('loss')],
      timeCreatedSecs: 5,
    }),
  );
  await top.close();
  for (const [g, units] of [16, 32].entries())
    for (let s = 0; s < 3; s++) {
      const run = join(root, `g${g}s${s}`);
      const writer = summary.createFileWriter(run);
      writer.asDefault(() => {
        hparams.hparams({ units, rate: g === 0 ? 0.5 : 0.25 }, { startTimeSecs: 100 + s });
        for (const step of [0, 7 + s]) summary.scalar('loss', step === 0 ? 99 : (3 - s) * (g === 0 ? 1 : 10), { step });
        if (s < 2) hparams.sessionEnd(s === 0 ? 'success' : 'failure', 200);
      });
      await writer.close();
      const validation = summary.createFileWriter(join(run, 'validation'));
      validation.asDefault(() => summary.scalar('accuracy', [1, 2, 6][s] * (g === 0 ? 1 : 10), { step: s }));
      await validation.close();
    }
  board = await tensorboard({ logDir: root, port: 0, reloadInterval: 0 });
  await board.reader.reload();
});
afterAll(() => board.close());

test('experiment: what the configuration says, and what differs', async () => {
  const [status, text] = await post('experiment', {});
  expect([status, JSON.parse(text)]).toEqual([
    200,
    {
      name: '',
      description: '',
      user: '',
      timeCreatedSecs: 5,
      hparamInfos: [
        { name: 'units', displayName: '', description: '<p>how <em>many</em></p>\n', type: 'DATA_TYPE_FLOAT64', domainDiscrete: [16, 32], differs: true },
        { name: 'rate', displayName: 'Rate', description: '', type: 'DATA_TYPE_FLOAT64', domainInterval: { minValue: 0, maxValue: 1 }, differs: true },
      ],
      metricInfos: [
        { name: accuracy, displayName: '', description: '', datasetType: 'DATASET_VALIDATION' },
        { name: loss, displayName: '', description: '', datasetType: 'DATASET_UNKNOWN' },
      ],
    },
  ]);
  const byQuery = await fetch(`${board.url}${path}experiment?request=${encodeURIComponent('{"experimentName":""}')}`);
  expect(await byQuery.text()).toBe(text);
});

describe('session groups', () => {
  const values = (answer: GroupsAnswer, name: object): unknown[] =>
    answer.sessionGroups.map((g) => g.metricValues.find((v) => JSON.stringify(v.name) === JSON.stringify(name))?.value);
  test('equal values are one group; the mean of its sessions is the default', async () => {
    const answer = await groups({});
    expect(answer.totalSize).toBe(2);
    expect(answer.sessionGroups.map((g) => [g.hparams, g.sessions.map((s) => [s.name, s.status, s.startTimeSecs, s.endTimeSecs])])).toEqual([
      [
        { rate: 0.5, units: 16 },
        [
          ['g0s0', 'STATUS_SUCCESS', 100, 200],
          ['g0s1', 'STATUS_FAILURE', 101, 200],
          ['g0s2', 'STATUS_RUNNING', 102, 0],
        ],
      ],
      [
        { rate: 0.25, units: 32 },
        [
          ['g1s0', 'STATUS_SUCCESS', 100, 200],
          ['g1s1', 'STATUS_FAILURE', 101, 200],
          ['g1s2', 'STATUS_RUNNING', 102, 0],
        ],
      ],
    ]);
    // The same as Python's: sha256 of the values as JSON.
    expect(answer.sessionGroups[0].name).toBe(createHash('sha256').update('{"rate":0.5,"units":16}').digest('hex'));
    expect([values(answer, accuracy), values(answer, loss)]).toEqual([
      [3, 30],
      [2, 20],
    ]);
    const first = answer.sessionGroups[0].metricValues.find((v) => v.name.tag === 'loss')!;
    expect(first.trainingStep).toBe(8);
  });
  test.each([
    ['AGGREGATION_AVG', [3, 30], [2, 20]],
    ['AGGREGATION_MEDIAN', [2, 20], [2, 20]],
    ['AGGREGATION_MIN', [1, 10], [3, 30]],
    ['AGGREGATION_MAX', [6, 60], [1, 10]],
  ])('%s of the accuracy', async (aggregationType, expected, losses) => {
    const answer = await groups({ aggregationType, aggregationMetric: accuracy });
    expect([values(answer, accuracy), values(answer, loss)]).toEqual([expected, losses]);
  });
  test('filters, order and pages are the work of the server', async () => {
    const names = async (request: GroupsRequest): Promise<unknown[]> => (await groups(request)).sessionGroups.map((g) => g.hparams.units);
    expect(await names({ colParams: [{ hparam: 'units', order: 'ORDER_DESC' }] })).toEqual([32, 16]);
    expect(await names({ colParams: [{ metric: accuracy, order: 'ORDER_ASC' }] })).toEqual([16, 32]);
    expect(await names({ colParams: [{ hparam: 'units', filterDiscrete: [16] }] })).toEqual([16]);
    expect(await names({ colParams: [{ hparam: 'rate', filterInterval: { minValue: '-Infinity', maxValue: 0.25 } }] })).toEqual([32]);
    expect(await names({ colParams: [{ hparam: 'units', filterRegexp: '^3' }] })).toEqual([32]);
    expect(await names({ colParams: [{ metric: loss, filterInterval: { minValue: 5 } }] })).toEqual([32]);
    expect(await names({ colParams: [{ hparam: 'none', excludeMissingValues: true }] })).toEqual([]);
    expect(await names({ colParams: [{ hparam: 'none', filterRegexp: 'x' }] })).toEqual([16, 32]);
    const page = await groups({ startIndex: 1, sliceSize: 1 });
    expect([page.totalSize, page.sessionGroups.map((g) => g.hparams.units)]).toEqual([2, [32]]);
    const ended = await groups({ allowedStatuses: ['STATUS_SUCCESS'] });
    expect(ended.sessionGroups.map((g) => g.sessions.map((s) => s.name))).toEqual([['g0s0'], ['g1s0']]);
  });
  test('bad requests are refused', async () => {
    expect((await post('session_groups', { colParams: [{ hparam: 'units', filterRegexp: '(' }] }))[0]).toBe(400);
    expect((await post('session_groups', { aggregationType: 'AGGREGATION_MIN' }))[0]).toBe(400);
    expect((await post('session_groups', { startIndex: -1 }))[0]).toBe(400);
    expect((await post('session_groups', { colParams: 3 }))[0]).toBe(400);
    expect((await fetch(`${board.url}${path}session_groups?request={`)).status).toBe(400);
  });
});
test('metric_evals: the whole series of a session', async () => {
  const [status, text] = await post('metric_evals', { sessionName: 'g1s2', metricName: loss });
  expect([status, (JSON.parse(text) as number[][]).map((r) => r.slice(1))]).toEqual([
    200,
    [
      [0, 99],
      [9, 10],
    ],
  ]);
  expect((await post('metric_evals', { sessionName: 'g1s2', metricName: { tag: 'nothing' } }))[0]).toBe(404);
  expect((await post('metric_evals', {}))[0]).toBe(400);
});
test('download: CSV, JSON and LaTeX of the same rows', async () => {
  const request = { colParams: [{ hparam: 'units', order: 'ORDER_DESC' }] };
  expect(await post('download_data?format=csv', request)).toEqual([200, 'units,Rate,validation.accuracy,loss\r\n32,0.25,30,20\r\n16,0.5,3,2\r\n']);
  expect(JSON.parse((await post('download_data?format=json', request))[1])).toEqual({
    header: ['units', 'Rate', 'validation.accuracy', 'loss'],
    rows: [
      [32, 0.25, 30, 20],
      [16, 0.5, 3, 2],
    ],
  });
  expect((await post('download_data?format=latex', request))[1]).toContain('32 & 0.25 & 30 & 20 \\\\\n16 & 0.5 & 3 & 2 \\\\\n');
  expect((await post('download_data?format=xls', request))[0]).toBe(400);
});

describe('without a configuration', () => {
  test('columns are what sessions and their runs show', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'millrace-hparams-bare-'));
    for (const [i, optimizer] of ['adam', 'sgd'].entries()) {
      const writer = summary.createFileWriter(join(dir, optimizer));
      writer.asDefault(() => {
        hparams.hparams({ optimizer, fast: i === 0, same: 1 });
        summary.scalar('a/loss', i, { step: 0 });
      });
      await writer.close();
    }
    await using bare = await tensorboard({ logDir: dir, port: 0, reloadInterval: 0 });
    await bare.reader.reload();
    const about = (await (await fetch(`${bare.url}${path}experiment`)).json()) as { hparamInfos: object[]; metricInfos: object[] };
    expect(about.hparamInfos).toMatchObject([
      { name: 'fast', type: 'DATA_TYPE_BOOL', domainDiscrete: [false, true], differs: true },
      { name: 'optimizer', type: 'DATA_TYPE_STRING', domainDiscrete: ['adam', 'sgd'], differs: true },
      { name: 'same', type: 'DATA_TYPE_FLOAT64', domainDiscrete: [1], differs: false },
    ]);
    expect(about.metricInfos).toMatchObject([{ name: { group: '', tag: 'a/loss' } }]);
  });
});

describe('bytes', () => {
  const hasProtoc = spawnSync('protoc', ['--version']).status === 0;
  const protos = resolve(import.meta.dirname, '../../../../formats/src/protobuf/proto');
  const encoded = (text: string): string =>
    execFileSync('protoc', [`-I${protos}`, '-I/usr/include', '--deterministic_output', '--encode=tensorboard.hparams.HParamsPluginData', 'hparams.proto'], {
      input: text,
    }).toString('hex');
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  test.runIf(hasProtoc)('are those of protoc', () => {
    const units = new hparams.HParam('units', new hparams.Discrete([1, 0]));
    const flag = new hparams.HParam('flag', new hparams.Discrete([false, true]), { displayName: 'Flag', description: 'd' });
    const layers = new hparams.HParam('layers', new hparams.IntInterval(0, 8));
    const metric = new hparams.Metric('acc', { group: 'v', datasetType: 'training', displayName: 'A' });
    expect(hex(experimentData([units, flag, layers], [metric], 1.5))).toBe(
      encoded(`experiment { time_created_secs: 1.5
        hparam_infos { name: "units" type: DATA_TYPE_FLOAT64 domain_discrete { values { number_value: 0 } values { number_value: 1 } } }
        hparam_infos { name: "flag" display_name: "Flag" description: "d" type: DATA_TYPE_BOOL domain_discrete { values { bool_value: false } values { bool_value: true } } }
        hparam_infos { name: "layers" type: DATA_TYPE_FLOAT64 domain_interval { max_value: 8 } }
        metric_infos { name { group: "v" tag: "acc" } display_name: "A" dataset_type: DATASET_TRAINING } }`),
    );
    expect(hex(startData({ b: 'x', a: 0, c: true }, 'g', 2))).toBe(
      encoded(
        `session_start_info { group_name: "g" start_time_secs: 2 hparams { key: "a" value { number_value: 0 } } hparams { key: "b" value { string_value: "x" } } hparams { key: "c" value { bool_value: true } } }`,
      ),
    );
    expect(hex(endData('success', 3))).toBe(encoded('session_end_info { status: STATUS_SUCCESS end_time_secs: 3 }'));
  });
});
describe('domains', () => {
  test('samples lie in them, both ends of integers are reached', () => {
    const edge = (r: number) => () => r;
    const ints = new hparams.IntInterval(1, 8);
    expect([ints.sampleUniform(edge(0)), ints.sampleUniform(edge(0.999999))]).toEqual([1, 8]);
    const real = new hparams.RealInterval(-1, 1);
    expect([real.sampleUniform(edge(0)), real.sampleUniform(edge(0.5))]).toEqual([-1, 0]);
    expect(new hparams.Discrete(['b', 'a']).sampleUniform(edge(0))).toBe('a');
  });
  test('bad ones are refused', () => {
    expect(() => new hparams.IntInterval(0.5, 2)).toThrow(/two integers/);
    expect(() => new hparams.RealInterval(2, 1)).toThrow(/the smaller one first/);
    expect(() => new hparams.Discrete([])).toThrow(/no values/);
    expect(() => new hparams.Discrete([1, 'a'])).toThrow(/number and string/);
    expect(() => hparams.hparams({ a: [1] as never })).toThrow(/'a' is object/);
  });
});
test('the Keras callback writes the start, and the end when training ends well', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'millrace-hparams-keras-'));
  const callback = new hparams.KerasCallback(dir, { units: 4 }, { trialId: 'trial' });
  const status = async (): Promise<unknown> => {
    await using own = await tensorboard({ logDir: dir, port: 0, reloadInterval: 0 });
    await own.reader.reload();
    const { sessionGroups } = (await (await fetch(`${own.url}${path}session_groups`)).json()) as GroupsAnswer;
    return sessionGroups.map((g) => [g.name, g.hparams, g.sessions[0].status]);
  };
  await callback.onTrainBegin();
  expect(await status()).toEqual([['trial', { units: 4 }, 'STATUS_RUNNING']]);
  await callback.onTrainEnd();
  expect(await status()).toEqual([['trial', { units: 4 }, 'STATUS_SUCCESS']]);
});
