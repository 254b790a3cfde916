import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { callbacks, layers, optimizers, sequential } from '../index.ts';
import { formatTemplate } from './format-template.ts';
import { formatDuration, formatRate, formatValue, plainLine, progressLine } from './progress-line.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-callbacks-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

const quiet = { verbose: 0 } as const;
const xs = [[1], [2]];
const network = (): ReturnType<typeof sequential> => {
  const m = sequential([layers.dense({ units: 1, inputShape: [1] })]);
  m.compile({ optimizer: optimizers.sgd({ learningRate: 0.1 }), loss: 'mse' });
  return m;
};
/** Puts these values into the logs before other callbacks see them. */
const logging = (name: string, values: readonly number[]): callbacks.CallbackHooks => ({ onEpochEnd: (epoch, logs) => void (logs[name] = values[epoch]) });

test('hooks run in order and are awaited; logs of an evaluation have val_ before their names', async () => {
  const calls: string[] = [];
  class Spy extends callbacks.Callback {
    override onTrainBegin(): void {
      calls.push('trainBegin');
    }
    override async onEpochBegin(): Promise<void> {
      await new Promise((r) => setTimeout(r, 1));
      calls.push('epochBegin');
    }
    override onTrainBatchBegin(): void {
      calls.push('batchBegin');
    }
    override onTrainBatchEnd(): void {
      calls.push('batchEnd');
    }
    override onTestBegin(): void {
      calls.push('testBegin');
    }
    override onTestEnd(): void {
      calls.push('testEnd');
    }
    override onEpochEnd(_: number, logs: callbacks.Logs): void {
      calls.push(`epochEnd ${Object.keys(logs).join()}`);
    }
    override onTrainEnd(): void {
      calls.push('trainEnd');
    }
  }
  await network().fit(xs, xs, { validationData: [xs, xs], callbacks: [new Spy()], ...quiet });
  expect(calls).toEqual(['trainBegin', 'epochBegin', 'batchBegin', 'batchEnd', 'testBegin', 'testEnd', 'epochEnd loss,val_loss', 'trainEnd']);
});

describe('earlyStopping', () => {
  test('losses 5, 4, 4, 4 with patience 2 stop after epoch 3, and epoch 1 is restored', async () => {
    const m = network();
    const weights: number[] = [];
    const note = { onEpochEnd: () => void weights.push(m.getWeights()[0].dataSync()[0]) };
    const stop = callbacks.earlyStopping({ monitor: 'watched', patience: 2, restoreBestWeights: true });
    const history = await m.fit(xs, xs, { epochs: 10, callbacks: [logging('watched', [5, 4, 4, 4, 4, 4]), note, stop], ...quiet });
    expect(history.epoch).toEqual([0, 1, 2, 3]);
    expect([stop.stoppedEpoch, stop.bestEpoch]).toEqual([3, 1]);
    expect(m.getWeights()[0].dataSync()[0]).toBe(weights[1]);
  });
  test('more is better for accuracies; minDelta, startFromEpoch; a missing value warns', async () => {
    const run = async (options: callbacks.EarlyStoppingOptions, values: number[], name = 'accuracy'): Promise<number> =>
      (await network().fit(xs, xs, { epochs: values.length, callbacks: [logging(name, values), callbacks.earlyStopping(options)], ...quiet })).epoch.length;
    expect(await run({ monitor: 'accuracy' }, [0.1, 0.2, 0.3, 0.2, 0.5])).toBe(4);
    expect(await run({ monitor: 'accuracy', minDelta: 0.05 }, [0.1, 0.12, 0.3])).toBe(2);
    expect(await run({ monitor: 'accuracy', startFromEpoch: 3 }, [0.5, 0.1, 0.1, 0.1, 0.1])).toBe(5);
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    expect(await run({ monitor: 'val_loss' }, [1, 2, 3])).toBe(3);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(() => callbacks.earlyStopping({ patience: -1 })).toThrow(/patience must be an integer at least 0/);
    expect(() => callbacks.earlyStopping({ patiense: 1 } as never)).toThrow(/did you mean 'patience'/);
  });
});

describe('learning rates', () => {
  test('reduceLROnPlateau: constant loss, patience 2, factor .1 from .1; next only after the cooldown', async () => {
    const history = await network().fit(xs, xs, {
      epochs: 7,
      callbacks: [logging('watched', new Array(7).fill(1)), callbacks.reduceLROnPlateau({ monitor: 'watched', patience: 2, cooldown: 2 })],
      ...quiet,
    });
    // Epoch 0 is the best; waits at 1 and 2, falls; cooldown at 3 and 4 (which ends), then waits from 4 and 5.
    expect(history.history.learning_rate.map((v) => Number(v.toPrecision(3)))).toEqual([0.1, 0.1, 0.1, 0.01, 0.01, 0.01, 0.001]);
    expect(() => callbacks.reduceLROnPlateau({ factor: 1 })).toThrow(/factor must be below 1/);
  });
  test('learningRateScheduler gets epoch and rate, and logs', async () => {
    const history = await network().fit(xs, xs, {
      epochs: 3,
      callbacks: callbacks.learningRateScheduler((epoch, rate) => (epoch === 0 ? rate : rate / 2)),
      ...quiet,
    });
    expect(history.history.learning_rate.map((v) => Number(v.toPrecision(3)))).toEqual([0.1, 0.05, 0.025]);
    await expect(network().fit(xs, xs, { callbacks: callbacks.learningRateScheduler(() => 'fast' as never), ...quiet })).rejects.toThrow(
      /schedule must give a number; got 'fast'/,
    );
  });
});

describe('files', () => {
  test('modelCheckpoint fills in its template and saves the best only', async () => {
    const options = { filepath: join(folder, '{epoch:02d}-{watched:.2f}.keras'), monitor: 'watched', saveBestOnly: true };
    await network().fit(xs, xs, { epochs: 3, callbacks: [logging('watched', [0.5, 0.7, 0.25]), callbacks.modelCheckpoint(options)], ...quiet });
    expect((await readdir(folder)).sort()).toEqual(['01-0.50.keras', '03-0.25.keras']);
    expect(() => callbacks.modelCheckpoint({ filepath: 'x.h5' })).toThrow(/must end in \.keras/);
  });
  test('csvLogger writes and appends rows', async () => {
    const path = join(folder, 'log.csv');
    const hooks = logging('extra', [1, 2]);
    await network().fit(xs, xs, { epochs: 2, callbacks: [hooks, callbacks.csvLogger(path)], ...quiet });
    await network().fit(xs, xs, { epochs: 1, callbacks: [hooks, callbacks.csvLogger(path, { append: true })], ...quiet });
    const lines = (await readFile(path, 'utf8')).trim().split('\n');
    expect(lines[0]).toBe('epoch,extra,loss');
    expect(lines.slice(1).map((l) => l.split(',').slice(0, 2))).toEqual([
      ['0', '1'],
      ['1', '2'],
      ['0', '1'],
    ]);
  });
});

describe('progress', () => {
  const logs = { loss: 0.35, accuracy: 0.87, val_loss: 0.4 };
  test('the line of Keras', () => {
    expect(progressLine({ step: 1875, steps: 1875, elapsed: 6, logs, done: true })).toBe(
      '1875/1875 ━━━━━━━━━━━━━━━━━━━━ 6s 3ms/step - accuracy: 0.8700 - loss: 0.3500 - val_loss: 0.4000',
    );
    expect(progressLine({ step: 10, steps: 100, elapsed: 1, logs: {}, done: false })).toBe(' 10/100 ━━━━━━━━━━━━━━━━━━━━ 9s 100ms/step');
    expect(progressLine({ step: 3, steps: null, elapsed: 3, logs: {}, done: false })).toBe('3/Unknown 3s 1s/step');
    expect(plainLine({ step: 2, steps: 2, elapsed: 0.001, logs: { loss: 1e-5 }, done: true })).toBe('2/2 - 0s - 500us/step - loss: 1.0000e-05');
  });
  test('numbers', () => {
    expect([formatValue(0), formatValue(Number.NaN), formatDuration(65), formatDuration(3700), formatRate(2)]).toEqual([
      '0.0000',
      'nan',
      '1:05',
      '1:01:40',
      '2s/step',
    ]);
    expect(formatTemplate('{epoch:03d} {loss:.1e} {loss}', { epoch: 7, loss: 0.25 })).toBe('007 2.5e-1 0.25'.replace('e-1', 'e-01'));
    expect(() => formatTemplate('{acc}', { loss: 1 })).toThrow(/needs 'acc', which is not logged/);
  });
  test('one plain line an epoch where output is no terminal', async () => {
    const lines: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
    await network().fit(xs, xs, { epochs: 2 });
    await network().evaluate(xs, xs, { verbose: 2 });
    vi.restoreAllMocks();
    expect(lines[0]).toBe('Epoch 1/2\n');
    expect(lines[1]).toMatch(/^1\/1 ━{20} \d+s \d+m?u?s\/step - loss: \d/);
    expect(lines[2]).toBe('Epoch 2/2\n');
    expect(lines[4]).toMatch(/^1\/1 - 0s - \d+m?u?s\/step - loss: \d/);
    expect(lines).toHaveLength(5);
  });
});

test('what is no callback is refused', async () => {
  await expect(network().fit(xs, xs, { callbacks: ['x'] as never })).rejects.toThrow(/a callback must be/);
  expect(() => callbacks.lambdaCallback({ onEpochEnds: () => undefined } as never)).toThrow(/did you mean 'onEpochEnd'/);
  await expect(network().fit(xs, xs, { verbose: 3 as never })).rejects.toThrow(/verbose must be 0, 1, 2 or 'auto'/);
});
