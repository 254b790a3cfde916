import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as tf from '@millrace/core';
import { readRecords } from '@millrace/formats';
import { decodeEvent, denseOf, type Event, encodeEvent, type Summary_Value } from '@millrace/formats/protobuf';
import { describe, expect, test } from 'vitest';
import { checkKilledWriters } from '../../test/killed-writers.ts';
import { bucketsOf } from './histogram.ts';
import { EventFileWriter, summary } from './index.ts';
import { prCurveData } from './pr-curve.ts';

const root = mkdtempSync(join(tmpdir(), 'millrace-writer-'));
let count = 0;
const newDir = (): string => join(root, String(count++));
const fileOf = (dir: string): string => join(dir, readdirSync(dir)[0]);
const decoded = new TextDecoder();

async function eventsOf(dir: string): Promise<Event[]> {
  const events: Event[] = [];
  for await (const item of readRecords([readFileSync(fileOf(dir))])) if (item.kind === 'record') events.push(decodeEvent(item.data));
  return events;
}
/** The values that were recorded: tag, step, plugin, class, content bytes, dense tensor. */
async function valuesOf(
  dir: string,
): Promise<{ tag: string; step: number; plugin?: string; dataClass?: number; content: string; description?: string; dense: ReturnType<typeof denseOf> }[]> {
  return (await eventsOf(dir)).flatMap((e) =>
    e.what.case !== 'summary'
      ? []
      : e.what.value.value.map((v: Summary_Value) => ({
          tag: v.tag,
          step: Number(e.step),
          plugin: v.metadata?.pluginData?.pluginName,
          dataClass: v.metadata?.dataClass,
          description: v.metadata?.summaryDescription,
          content: Buffer.from(v.metadata?.pluginData?.content ?? []).toString('hex'),
          dense: denseOf(v.value.value as Parameters<typeof denseOf>[0]),
        })),
  );
}
async function recorded(body: () => void): ReturnType<typeof valuesOf> {
  const dir = newDir();
  const writer = summary.createFileWriter(dir);
  writer.asDefault(body, { step: 5 });
  await writer.close();
  return valuesOf(dir);
}
const close = (a: number, b: number): void => expect(Math.abs(a - b)).toBeLessThan(1e-12);

describe('files', () => {
  test('name, first record, times', async () => {
    const dir = newDir();
    const writer = summary.createFileWriter(dir);
    writer.asDefault(() => summary.scalar('x', 1, { step: 3 }));
    await writer.close();
    expect(readdirSync(dir)[0]).toMatch(new RegExp(`^events\\.out\\.tfevents\\.\\d{10}\\..+\\.${process.pid}\\.\\d+\\.v2$`));
    const [first, second] = await eventsOf(dir);
    expect(first.what).toEqual({ case: 'fileVersion', value: 'brain.Event:2' });
    expect(Math.abs(second.wallTime - Date.now() / 1000)).toBeLessThan(60);
    expect(second.step).toBe(3n);
  });
  const hasProtoc = spawnSync('protoc', ['--version']).status === 0;
  test.runIf(process.env.CI)('protoc is here', () => expect(hasProtoc).toBe(true));
  test.runIf(hasProtoc)("Debian's protoc reads what TensorFlow would have written", async () => {
    const dir = newDir();
    const writer = summary.createFileWriter(dir);
    writer.asDefault(() => {
      summary.scalar('loss', 0.5, { step: 1, description: 'the *loss*' });
      summary.scalar('loss', 0.25, { step: 2 });
    });
    await writer.close();
    // The framing by a few lines of Python, so that none of our readers is between the file and protoc.
    const script = `import struct,sys,subprocess\nd=open(sys.argv[1],'rb').read()\ni=0\nwhile i<len(d):\n n,=struct.unpack('<Q',d[i:i+8])\n sys.stdout.write(subprocess.run(['protoc','-I'+sys.argv[2],'--decode=tensorboard.Event','event.proto'],input=d[i+12:i+12+n],stdout=subprocess.PIPE).stdout.decode()+'--\\n')\n i+=16+n`;
    const protos = resolve(import.meta.dirname, '../../../formats/src/protobuf/proto');
    const text = execFileSync('python3', ['-c', script, fileOf(dir), protos], { encoding: 'utf8' }).replace(/wall_time: .*\n/g, '');
    const tensor = (content: string): string =>
      `    tensor {\n      dtype: DT_FLOAT\n      tensor_shape {\n      }\n      tensor_content: "${content}"\n    }\n`;
    const metadata =
      '    metadata {\n      plugin_data {\n        plugin_name: "scalars"\n      }\n      summary_description: "the *loss*"\n      data_class: DATA_CLASS_SCALAR\n    }\n';
    expect(text).toBe(
      `file_version: "brain.Event:2"\n--\nstep: 1\nsummary {\n  value {\n    tag: "loss"\n${tensor('\\000\\000\\000?')}${metadata}  }\n}\n--\nstep: 2\nsummary {\n  value {\n    tag: "loss"\n${tensor('\\000\\000\\200>')}  }\n}\n--\n`,
    );
  });
  test('the queue is written when it is full, by time, at flush and at the end of the process', async () => {
    const dir = newDir();
    const writer = new EventFileWriter(dir, { maxQueue: 3, flushMillis: 50 });
    const written = async (): Promise<number> => (await eventsOf(dir)).length - 1;
    writer.add(encodeEvent({ step: 1n }));
    writer.add(encodeEvent({ step: 2n }));
    expect(await written()).toBe(0);
    writer.add(encodeEvent({ step: 3n }));
    expect(await written()).toBe(3);
    writer.add(encodeEvent({ step: 4n }));
    for (let k = 0; k < 100 && (await written()) === 3; k++) await sleep(20);
    expect(await written()).toBe(4);
    writer.add(encodeEvent({ step: 5n }));
    await writer.flush();
    expect(await written()).toBe(5);
    writer.add(encodeEvent({ step: 6n }));
    await writer.close();
    expect(await written()).toBe(6);
    expect(() => writer.add(encodeEvent({}))).toThrow(/is closed/);
  });
  test('a sink takes the bytes of the file', async () => {
    const chunks: Uint8Array[] = [];
    const writer = summary.createFileWriter('browser', { sink: new WritableStream({ write: (bytes: Uint8Array) => void chunks.push(bytes) }) });
    writer.asDefault(() => summary.scalar('x', 2, { step: 0 }));
    await writer.close();
    let records = 0;
    for await (const item of readRecords(chunks)) records += item.kind === 'record' ? 1 : 0;
    expect(records).toBe(2);
  });
  test('killed at six moments, nothing that was flushed is lost', () => checkKilledWriters([0, 1, 3, 10, 30, 100]));
});

describe('kinds', () => {
  test('scalar: numbers, tensors, variables, NaN; metadata on the first value only', async () => {
    const values = await recorded(() => {
      expect(summary.scalar('a', 1.5)).toBe(true);
      summary.scalar('a', tf.constant(2), { step: tf.constant(6n) });
      summary.scalar('b', new tf.Variable(3), { step: new tf.Variable(7n) });
      summary.scalar('a', Number.NaN, { step: 8 });
      summary.scalar('a', 4n, { step: 2n ** 60n });
    });
    expect(values.map(({ tag, step, plugin, dataClass, dense }) => [tag, step, plugin, dataClass, dense.values[0]])).toEqual([
      ['a', 5, 'scalars', 1, 1.5],
      ['a', 6, undefined, undefined, 2],
      ['b', 7, 'scalars', 1, 3],
      ['a', 8, undefined, undefined, Number.NaN],
      ['a', 2 ** 60, undefined, undefined, 4],
    ]);
    expect(values[0].dense).toMatchObject({ dtype: 'float32', shape: [] });
  });
  test('histogram: by the rule of version 3', async () => {
    const [v] = await recorded(() => summary.histogram('h', [0, 1, 2, 3, 9, 10], { buckets: 5 }));
    expect(v).toMatchObject({ plugin: 'histograms', dataClass: 2, content: '', dense: { dtype: 'float64', shape: [5, 3] } });
    expect(v.dense.values).toEqual([0, 2, 2, 2, 4, 2, 4, 6, 0, 6, 8, 0, 8, 10, 2]);
    const single = bucketsOf([4, 4, 4], 30);
    expect([...single.subarray(87)]).toEqual([4, 4, 3]);
    expect([...single.filter((_, i) => i % 3 === 2)].slice(0, 29)).toEqual(new Array(29).fill(0));
    expect([...bucketsOf([], 30)]).toEqual(new Array(90).fill(0));
    expect(bucketsOf([1], 0)).toHaveLength(0);
    expect([...bucketsOf([0, Number.NaN, 1, Number.POSITIVE_INFINITY], 1)]).toEqual([0, 1, 2]);
  });
  test.each([1, 2, 3, 4])('image of %i channels: the pixels come back through Python', async (channels) => {
    const shape = [5, 2, 3, channels];
    const data = tf.reshape(tf.range(0, 30 * channels, 1, { dtype: 'float32' }), shape).div(30 * channels);
    const [v] = await recorded(() => summary.image('i', data, { maxOutputs: 2, description: 'd' }));
    expect(v).toMatchObject({ plugin: 'images', dataClass: 3, content: '1001', description: 'd', dense: { dtype: 'string', shape: [4] } });
    const strings = v.dense.values as Uint8Array[];
    expect([decoded.decode(strings[0]), decoded.decode(strings[1])]).toEqual(['3', '2']);
    const path = join(root, `image-${channels}.png`);
    writeFileSync(path, strings[2]);
    // A PNG reader of a few lines: checksums, header, rows without filter.
    const script = `import sys,zlib,struct,json\nd=open(sys.argv[1],'rb').read()\nassert d[:8]==bytes([137,80,78,71,13,10,26,10])\ni=8\nz=b''\nwhile i<len(d):\n n,=struct.unpack('>I',d[i:i+4]);t=d[i+4:i+8];c=d[i+8:i+8+n]\n assert struct.unpack('>I',d[i+8+n:i+12+n])[0]==zlib.crc32(t+c)\n if t==b'IHDR': h=struct.unpack('>IIBBBBB',c)\n if t==b'IDAT': z+=c\n i+=12+n\nr=zlib.decompress(z);w=h[0]*{0:1,4:2,2:3,6:4}[h[3]]+1\nassert all(r[k*w]==0 for k in range(h[1]))\nprint(json.dumps([list(h),[b for k in range(h[1]) for b in r[k*w+1:(k+1)*w]]]))`;
    const [header, pixels] = JSON.parse(execFileSync('python3', ['-c', script, path], { encoding: 'utf8' })) as [number[], number[]];
    expect(header).toEqual([3, 2, 8, [0, 4, 2, 6][channels - 1], 0, 0, 0]);
    expect(pixels).toEqual(Array.from({ length: 6 * channels }, (_, i) => Math.trunc(Math.fround(i / (30 * channels)) * 255.5)));
  });
  test('image: floats saturate, uint16 is scaled, uint8 stays', async () => {
    const pixelsOf = async (data: tf.TensorLike): Promise<number[]> => {
      const [v] = await recorded(() => summary.image('i', data));
      const { unzlibSync } = await import('fflate');
      const png = (v.dense.values as Uint8Array[])[2];
      const size = new DataView(png.buffer, png.byteOffset).getUint32(33);
      return [...unzlibSync(png.slice(41, 41 + size))].slice(1);
    };
    expect(await pixelsOf([[[[-1], [0.5], [2], [Number.NaN]]]])).toEqual([0, 127, 255, 0]);
    expect(await pixelsOf(tf.constant([[[[0], [255], [65535]]]], { dtype: 'uint16' }))).toEqual([0, 0, 255]);
    expect(await pixelsOf(tf.constant([[[[7], [255]]]], { dtype: 'uint8' }))).toEqual([7, 255]);
  });
  test("audio: Python's wave module reads the samples", async () => {
    const [v] = await recorded(() =>
      summary.audio(
        's',
        [
          [
            [0, 1],
            [-1, 0.5],
            [2, -2],
          ],
        ],
        8000,
      ),
    );
    expect(v).toMatchObject({ plugin: 'audio', dataClass: 3, content: '100b1801', dense: { shape: [1, 2] } });
    const path = join(root, 'a.wav');
    writeFileSync(path, (v.dense.values as Uint8Array[])[0]);
    const script = `import wave,sys,struct\nw=wave.open(sys.argv[1])\nprint(w.getnchannels(),w.getsampwidth(),w.getframerate(),w.getnframes(),struct.unpack('<6h',w.readframes(3)))`;
    expect(execFileSync('python3', ['-c', script, path], { encoding: 'utf8' }).trim()).toBe('2 2 8000 3 (0, 32767, -32767, 16384, 32767, -32768)');
  });
  test('text of any rank', async () => {
    const values = await recorded(() => {
      summary.text('t', 'häh');
      summary.text('u', [
        ['a', 'b', 'c'],
        ['d', 'e', 'f'],
      ]);
    });
    expect(values.map((v) => [v.plugin, v.dataClass, v.dense.shape])).toEqual([
      ['text', 2, []],
      ['text', 2, [2, 3]],
    ]);
    expect((values[1].dense.values as Uint8Array[]).map((b) => decoded.decode(b)).join()).toBe('a,b,c,d,e,f');
    expect(decoded.decode((values[0].dense.values as Uint8Array[])[0])).toBe('häh');
  });
  test('write: any plugin, any dtype', async () => {
    const metadata = { pluginName: 'mine', pluginContent: Uint8Array.of(9), dataClass: 2 } as const;
    const values = await recorded(() => {
      summary.write('w', tf.constant([[1n, 2n]]), { metadata });
      summary.write('b', [Uint8Array.of(1), Uint8Array.of(2, 3)], { metadata });
    });
    expect(values[0]).toMatchObject({ plugin: 'mine', content: '09', dense: { dtype: 'int64', shape: [1, 2], values: [1n, 2n] } });
    expect((values[1].dense.values as Uint8Array[]).map((b) => [...b])).toEqual([[1], [2, 3]]);
  });
  test('precision and recall at 5 thresholds, counted by hand', async () => {
    // Thresholds 0, .25, .5, .75, 1. Positives at .1, .6, 1; negatives at .3, .5. Buckets: floor(4 p) = 0, 2, 4 and 1, 2.
    const data = prCurveData([1, 1, 1, 0, 0], [0.1, 0.6, 1, 0.3, 0.5], [1], 5);
    const rows = Array.from({ length: 6 }, (_, r) => [...data.subarray(5 * r, 5 * r + 5)]);
    expect(rows.slice(0, 4)).toEqual([
      [3, 2, 2, 1, 1],
      [2, 2, 1, 0, 0],
      [0, 0, 1, 2, 2],
      [0, 1, 1, 2, 2],
    ]);
    for (const [i, p] of [3 / 5, 2 / 4, 2 / 3, 1, 1].entries()) close(rows[4][i], Math.fround(p));
    for (const [i, r] of [1, 2 / 3, 2 / 3, 1 / 3, 1 / 3].entries()) close(rows[5][i], Math.fround(r));
    const [v] = await recorded(() => summary.prCurve('pr', { labels: [true, false], predictions: [0.9, 0.1], numThresholds: 5, weights: 2 }));
    expect(v).toMatchObject({ plugin: 'pr_curves', content: '1005', dense: { dtype: 'float32', shape: [6, 5] } });
    expect(v.dense.values[0]).toBe(2);
  });
  test('kerasModel', async () => {
    const [v] = await recorded(() => summary.kerasModel('keras', '{"a":1}'));
    expect(v).toMatchObject({ plugin: 'graph_keras_model', content: '31', dataClass: 3 });
  });
});

describe('scopes', () => {
  test('nothing is recorded without a writer, with a noop writer, or where the condition does not hold', async () => {
    expect(summary.scalar('x', 1)).toBe(false);
    summary.createNoopWriter().asDefault(() => expect(summary.scalar('x', 1, { step: 1 })).toBe(false));
    const values = await recorded(() => {
      summary.recordIf(false, () => {
        expect([summary.shouldRecordSummaries(), summary.scalar('no', 1)]).toEqual([false, false]);
        summary.recordIf(
          () => tf.constant(true),
          () => summary.scalar('inner', 1),
        );
        summary.scalar('no', 1);
      });
      summary.recordIf(tf.constant(true), () => summary.scalar('yes', 1));
      expect(summary.shouldRecordSummaries()).toBe(true);
    });
    expect(values.map((v) => v.tag)).toEqual(['inner', 'yes']);
  });
  test('names', async () => {
    const values = await recorded(() => {
      summary.scope('a', () => summary.scope('b', () => summary.scalar('c', 1)));
      summary.scalar('d', 1);
    });
    expect(values.map((v) => v.tag)).toEqual(['a/b/c', 'd']);
  });
  test('steps: an own one, the scope’s, setStep’s; a variable is read each time', async () => {
    const step = new tf.Variable(10n);
    const values = await recorded(() => {
      summary.scalar('s', 1);
      summary.setStep(step);
      summary.scalar('s', 1);
      step.assignAdd(1n);
      summary.scalar('s', 1);
      summary.scalar('s', 1, { step: 99 });
    });
    expect(values.map((v) => v.step)).toEqual([5, 10, 11, 99]);
    expect(summary.getStep()).toBe(null);
  });
  test('asynchronous flows do not mix', async () => {
    const dirs = [newDir(), newDir()];
    await Promise.all(
      dirs.map(async (dir, i) => {
        const writer = summary.createFileWriter(dir);
        await writer.asDefault(async () => {
          for (let step = 0; step < 5; step++) {
            await sleep(1);
            summary.scalar(`of ${i}`, step, { step });
          }
        });
        await writer.close();
      }),
    );
    for (const [i, dir] of dirs.entries()) expect((await valuesOf(dir)).map((v) => v.tag)).toEqual(new Array(5).fill(`of ${i}`));
  });
});

test('wrong arguments are named', async () => {
  const dir = newDir();
  const writer = summary.createFileWriter(dir);
  writer.asDefault(() => {
    expect(() => summary.scalar('x', 1)).toThrow(/summary\.scalar: no step/);
    expect(() => summary.scalar('x', 1, { step: 0.5 })).toThrow(/step must be an integer; got 0\.5/);
    expect(() => summary.scalar('', 1, { step: 0 })).toThrow(/name of the summary is missing/);
    expect(() => summary.scalar('x', [1, 2], { step: 0 })).toThrow(/shape is \[2\]/);
    expect(() => summary.scalar('x', 1, { stepp: 0 } as never)).toThrow(/did you mean 'step'/);
    expect(() => summary.histogram('x', [1], { step: 0, buckets: 1.5 })).toThrow(/buckets must be an integer/);
    expect(() => summary.image('x', [[1]], { step: 0 })).toThrow(/shape is \[1,1\]/);
    expect(() => summary.image('x', tf.zeros([1, 2, 2, 5]), { step: 0 })).toThrow(/1 to 4 channels/);
    expect(() => summary.image('x', tf.zeros([1, 2, 2, 1], { dtype: 'int32' }), { step: 0 })).toThrow(/images of int32/);
    expect(() => summary.audio('x', tf.zeros([1, 2]), 8000, { step: 0 })).toThrow(/shape is \[1,2\]/);
    expect(() => summary.audio('x', tf.zeros([1, 2, 1]), 0, { step: 0 })).toThrow(/sampleRate must be a positive integer/);
    expect(() => summary.text('x', [['a'], ['b', 'c']] as never, { step: 0 })).toThrow(/different lengths/);
    expect(() => summary.text('x', 5 as never, { step: 0 })).toThrow(/text must be strings; got number/);
    expect(() => summary.prCurve('x', { labels: [1], predictions: [1.5], step: 0 })).toThrow(/predictions must be in \[0, 1\]; got 1\.5/);
    expect(() => summary.write('x', tf.complex(1, 2), { step: 0 })).toThrow(/does not hold complex64/);
  });
  await writer.close();
  expect((await eventsOf(dir)).length).toBe(1);
  expect(() => writer.asDefault(() => summary.scalar('x', 1, { step: 0 }))).toThrow(/is closed/);
  expect(() => summary.createFileWriter('')).toThrow(/log directory is missing/);
  expect(() => summary.createFileWriter(dir, { maxQueue: 0 })).toThrow(/maxQueue must be/);
  expect(() => summary.createFileWriter(dir, { filenameSuffix: '/../x' })).toThrow(/must not hold a path/);
});
