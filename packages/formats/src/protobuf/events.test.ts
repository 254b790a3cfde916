import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FormatError } from '../format-error.ts';
import { encodeRecord } from '../tfrecord/index.ts';
import {
  decodeEvent,
  denseOf,
  type EventInit,
  encodeEvent,
  exactInteger,
  type ScannedScalar,
  scanScalarEvent,
  TagTable,
  type TensorProtoInit,
} from './index.ts';
import { ScalarEventEncoder } from './scalar-event.ts';
import { encodeFileVersionEvent, encodeTensor, encodeTensorEvent, type ValueMetadata } from './summary-event.ts';

const folder = import.meta.dirname;
const hasProtoc = spawnSync('protoc', ['--version']).status === 0;
const protocDecode = (bytes: Uint8Array): string =>
  execFileSync('protoc', [`-I${join(folder, 'proto')}`, '--decode=tensorboard.Event', 'event.proto'], { input: bytes, encoding: 'utf8' });
const protocEncode = (text: string): Uint8Array =>
  execFileSync('protoc', [`-I${join(folder, 'proto')}`, '--encode=tensorboard.Event', 'event.proto'], { input: text });

/** A tensor for the library, as TensorFlow's writer fills it in. */
function tensorInit(dtype: string, shape: readonly number[], values: ArrayBufferView | readonly Uint8Array[]): TensorProtoInit {
  const codes: Readonly<Record<string, number>> = { float32: 1, float64: 2, int32: 3, uint8: 4, string: 7, int64: 9 };
  const base = { dtype: codes[dtype], tensorShape: { dim: shape.map((size) => ({ size: BigInt(size) })) } };
  return ArrayBuffer.isView(values) ? { ...base, tensorContent: new Uint8Array(values.buffer.slice(0) as ArrayBuffer) } : { ...base, stringVal: [...values] };
}

const scan = (bytes: Uint8Array, tags = new TagTable()): (ScannedScalar & { name: string }) | null => {
  const found: ScannedScalar = { wallTime: 0, step: 0, tag: 0, value: 0 };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return scanScalarEvent({ bytes, view, start: 0, end: bytes.length }, tags, found) ? { ...found, name: tags.tags[found.tag] } : null;
};
/** A seeded generator: numbers in [0, n). */
function draws(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

describe('events', () => {
  // shared/spec/tensorboard.md 1.1.
  test('the first record of every file has the published bytes', () =>
    expect(Buffer.from(encodeRecord(encodeEvent({ what: { case: 'fileVersion', value: 'brain.Event:2' } }))).toString('hex')).toBe(
      '0f00000000000000' + '6d532b09' + '1a0d627261696e2e4576656e743a32' + 'fc985129',
    ));
  // The payload of the reference value for the masked checksum: Event.file_version, written by the original.
  test('file_version as the original writes it', () =>
    expect(decodeEvent(Buffer.from('1a1143524320746573742c206f6e652074776f', 'hex')).what).toEqual({ case: 'fileVersion', value: 'CRC test, one two' }));

  // CI has protoc: shared/spec/tensorboard.md section 13. Elsewhere it may be missing.
  test.runIf(process.env.CI)('protoc is here', () => expect(hasProtoc).toBe(true));
  test.runIf(hasProtoc)("Debian's protoc reads every kind of event that we write, and writes the same bytes", () => {
    const metadata = { pluginData: { pluginName: 'scalars' }, displayName: 'd', summaryDescription: 'é', dataClass: 1 };
    const events: EventInit[] = [
      { wallTime: 1.5, what: { case: 'fileVersion', value: 'brain.Event:2' } },
      {
        wallTime: 2,
        step: 7n,
        what: {
          case: 'summary',
          value: { value: [{ tag: 'loss', metadata, value: { case: 'tensor', value: tensorInit('float32', [], Float32Array.of(0.5)) } }] },
        },
      },
      { step: -1n, what: { case: 'sessionLog', value: { status: 1, msg: 'm' } } },
      {
        step: 2n ** 60n,
        what: {
          case: 'summary',
          value: {
            value: [
              { tag: 'a', value: { case: 'simpleValue', value: 3 } },
              { tag: 'b', value: { case: 'histo', value: { min: 1, bucket: [1, 2], bucketLimit: [3, 4] } } },
            ],
          },
        },
      },
      { what: { case: 'taggedRunMetadata', value: { tag: 't', runMetadata: Uint8Array.of(1, 2) } } },
      {
        what: {
          case: 'summary',
          value: { value: [{ tag: 's', value: { case: 'tensor', value: tensorInit('string', [2], [Uint8Array.of(65), Uint8Array.of(66, 67)]) } }] },
        },
      },
    ];
    for (const event of events) {
      const bytes = encodeEvent(event);
      expect(Buffer.from(protocEncode(protocDecode(bytes))).equals(Buffer.from(bytes))).toBe(true);
    }
    expect(protocDecode(encodeEvent(events[1]))).toBe(
      'wall_time: 2\nstep: 7\nsummary {\n  value {\n    tag: "loss"\n    tensor {\n      dtype: DT_FLOAT\n      tensor_shape {\n      }\n      tensor_content: "\\000\\000\\000?"\n    }\n    metadata {\n      plugin_data {\n        plugin_name: "scalars"\n      }\n      display_name: "d"\n      summary_description: "\\303\\251"\n      data_class: DATA_CLASS_SCALAR\n    }\n  }\n}\n',
    );
  });
  test('unknown fields are skipped; packed and single doubles are both read', () => {
    const unknown = Uint8Array.of(0xfa, 0x07, 2, 1, 2); // field 127, two bytes
    expect(decodeEvent(Uint8Array.of(0x10, 5, ...unknown)).step).toBe(5n);
    const one = [0, 0, 0, 0, 0, 0, 0xf0, 0x3f];
    const histogram = (fields: number[]): Uint8Array => Uint8Array.of(0x2a, fields.length + 4, 0x0a, fields.length + 2, 0x2a, fields.length, ...fields);
    for (const fields of [
      [0x3a, 16, ...one, ...one],
      [0x39, ...one, 0x39, ...one],
    ]) {
      const { what } = decodeEvent(histogram(fields));
      expect(what.case === 'summary' && what.value.value[0].value).toMatchObject({ case: 'histo', value: { bucket: [1, 1] } });
    }
  });
  test('integers keep their bits', () => expect([exactInteger(5n), exactInteger(2n ** 53n), exactInteger(-(2n ** 60n))]).toEqual([5, 2n ** 53n, -(2n ** 60n)]));
});

describe('fast paths', () => {
  const plain = (wallTime: number, step: number, tag: string, value: number): Uint8Array =>
    encodeEvent({
      wallTime,
      step: BigInt(step),
      what: { case: 'summary', value: { value: [{ tag, value: { case: 'tensor', value: tensorInit('float32', [], Float32Array.of(value)) } }] } },
    });
  test('write the bytes of the library and read them, over 3,000 random scalars', () => {
    const draw = draws(7);
    const tags = new TagTable();
    for (let round = 0; round < 3000; round++) {
      const tag = ['', 'a', 'train/loss', 'é'.repeat(100), `tag ${draw(50)}`][draw(5)];
      const step = [0, 1, 127, 128, 16384, 2 ** 31, 2 ** 32 + 5, Number.MAX_SAFE_INTEGER, draw(1e9)][draw(9)];
      const wallTime = [0, -0, 1.7e9 + draw(1000) / 7, -1][draw(4)];
      const value = [0, -0, Number.NaN, Number.POSITIVE_INFINITY, 0.1, draw(1000) - 500][draw(6)];
      const bytes = new ScalarEventEncoder(tag).encode(wallTime, step, value);
      expect(Buffer.from(bytes).equals(Buffer.from(plain(wallTime, step, tag, value)))).toBe(true);
      expect(scan(bytes, tags)).toEqual({ wallTime, step, value: Math.fround(value), tag: tags.tags.indexOf(tag), name: tag });
    }
  });
  test('read simple values, listed floats and doubles', () => {
    const of = (value: NonNullable<Parameters<typeof encodeEvent>[0]>['what']): Uint8Array => encodeEvent({ step: 3n, what: value });
    const tensor = (t: object): Uint8Array => of({ case: 'summary', value: { value: [{ tag: 't', value: { case: 'tensor', value: t } }] } });
    expect(scan(of({ case: 'summary', value: { value: [{ tag: 't', value: { case: 'simpleValue', value: 2.5 } }] } }))).toMatchObject({
      step: 3,
      name: 't',
      value: 2.5,
    });
    expect(scan(tensor({ dtype: 1, tensorShape: {}, floatVal: [1.25] }))).toMatchObject({ value: 1.25 });
    expect(scan(tensor({ dtype: 2, tensorShape: {}, doubleVal: [0.1] }))).toMatchObject({ value: 0.1 });
    expect(scan(tensor({ dtype: 2, tensorContent: new Uint8Array(Float64Array.of(0.1).buffer) }))).toMatchObject({ value: 0.1 });
  });
  test('leave everything else to the library', () => {
    const value = { tag: 't', value: { case: 'simpleValue', value: 1 } } as const;
    const others: EventInit[] = [
      {},
      { what: { case: 'fileVersion', value: 'brain.Event:2' } },
      { what: { case: 'summary', value: { value: [value, value] } } },
      { what: { case: 'summary', value: { value: [{ ...value, metadata: { displayName: 'x' } }] } } },
      { what: { case: 'summary', value: { value: [{ tag: 't', value: { case: 'tensor', value: { dtype: 3, intVal: [1] } } }] } } },
      {
        what: {
          case: 'summary',
          value: { value: [{ tag: 't', value: { case: 'tensor', value: { dtype: 1, tensorShape: { dim: [{ size: 1n }] }, floatVal: [1] } } }] },
        },
      },
      { what: { case: 'summary', value: { value: [{ tag: 't' }] } } },
    ];
    for (const event of others) expect(scan(encodeEvent(event))).toBe(null);
  });
  test('steps beyond 2^53 and below 0 keep their bits', () => {
    const step = (s: bigint): number | bigint | undefined =>
      scan(encodeEvent({ step: s, what: { case: 'summary', value: { value: [{ value: { case: 'simpleValue', value: 1 } }] } } }))?.step;
    expect([step(-3n), step(2n ** 53n + 1n), step(-(2n ** 62n)), step(2n ** 50n)]).toEqual([-3, 2n ** 53n + 1n, -(2n ** 62n), 2 ** 50]);
  });
  test('20,000 mutations: what they read is what the library reads, or both refuse', () => {
    const draw = draws(99);
    const valid = plain(1e9, 300, 'train/loss', 0.5);
    let scanned = 0;
    let refused = 0;
    for (let round = 0; round < 20000; round++) {
      const bytes = valid.slice(0, draw(4) === 0 ? draw(valid.length) : valid.length);
      for (let k = 1 + draw(3); k > 0 && bytes.length > 0; k--) bytes[draw(bytes.length)] = draw(256);
      try {
        const found = scan(bytes);
        if (found === null) continue;
        scanned++;
        const event = decodeEvent(bytes);
        const [value] = event.what.case === 'summary' ? event.what.value.value : [];
        expect([event.wallTime, exactInteger(event.step), value.tag]).toEqual([found.wallTime, found.step, found.name]);
        const number =
          value.value.case === 'simpleValue' ? value.value.value : value.value.case === 'tensor' ? Number(denseOf(value.value.value).values[0]) : Number.NaN;
        expect(found.value).toBe(number);
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        refused++;
      }
    }
    expect(scanned).toBeGreaterThan(2000);
    expect(refused).toBeGreaterThan(1000);
  });
});

describe('events of summaries, written without the library', () => {
  test('have the bytes of the library, over 2,000 random ones', () => {
    const draw = draws(3);
    const some = <T>(...list: T[]): T => list[draw(list.length)];
    for (let round = 0; round < 2000; round++) {
      const shape = some<number[]>([], [3], [2, 0], [1, 300]);
      const size = shape.reduce((n, d) => n * d, 1);
      const dtype = some('float32', 'float64', 'int32', 'uint8', 'int64', 'string');
      const values: ArrayBufferView | Uint8Array[] =
        dtype === 'string'
          ? Array.from({ length: size }, () => new Uint8Array(draw(3)))
          : dtype === 'int64'
            ? BigInt64Array.from({ length: size }, () => BigInt(draw(9)) - 4n)
            : new { float32: Float32Array, float64: Float64Array, int32: Int32Array, uint8: Uint8Array }[dtype](Array.from({ length: size }, () => draw(200)));
      const metadata = some<ValueMetadata | undefined>(
        undefined,
        {},
        { pluginName: 'p', pluginContent: Uint8Array.of(8, 1), displayName: 'é', description: 'd'.repeat(200), dataClass: 3 },
      );
      const event = { wallTime: some(0, 1.5e9, -2.5), step: some(0n, 1n, 300n, -1n, 2n ** 62n), tag: some('', 'a/b', 'x'.repeat(130)) };
      const library = encodeEvent({
        wallTime: event.wallTime,
        step: event.step,
        what: {
          case: 'summary',
          value: {
            value: [
              {
                tag: event.tag,
                metadata: metadata && {
                  pluginData: { pluginName: metadata.pluginName, content: metadata.pluginContent },
                  displayName: metadata.displayName,
                  summaryDescription: metadata.description,
                  dataClass: metadata.dataClass,
                },
                value: { case: 'tensor', value: tensorInit(dtype, shape, values) },
              },
            ],
          },
        },
      });
      expect(Buffer.from(encodeTensorEvent({ ...event, metadata, tensor: { dtype, shape, values } })).equals(Buffer.from(library))).toBe(true);
    }
  });
  test('the first event of a file', () =>
    expect(encodeFileVersionEvent(12.5)).toEqual(encodeEvent({ wallTime: 12.5, what: { case: 'fileVersion', value: 'brain.Event:2' } })));
  test.each([
    [{ dtype: 'complex64', shape: [], values: new Float32Array(2) }, /dtype complex64 is not written/],
    [{ dtype: 'float32', shape: [3], values: new Float32Array(2) }, /2 values for 3 elements of float32/],
    [{ dtype: 'string', shape: [], values: new Uint8Array(1) }, /dtype string is not written from a typed array/],
    [{ dtype: 'toString', shape: [], values: [] }, /dtype toString is not written/],
  ])('case %# is refused', (tensor, message) => expect(() => encodeTensor(tensor)).toThrow(message));
});

describe('tensors in messages', () => {
  test.each([
    ['float64', [2], Float64Array.of(0.1, -2)],
    ['int64', [1, 2], BigInt64Array.of(1n, -(2n ** 60n))],
    ['uint8', [3], Uint8Array.of(1, 2, 255)],
    ['int32', [0], Int32Array.of()],
  ] as const)('%s', (dtype, shape, values) => {
    const { what } = decodeEvent(
      encodeEvent({ what: { case: 'summary', value: { value: [{ value: { case: 'tensor', value: tensorInit(dtype, shape, values) } }] } } }),
    );
    if (what.case !== 'summary' || what.value.value[0].value.case !== 'tensor') throw new Error('not a tensor');
    expect(denseOf(what.value.value[0].value.value)).toEqual({ dtype, shape: [...shape], values: [...values] });
  });
  const tensor = (init: object): ReturnType<typeof denseOf> => {
    const { what } = decodeEvent(encodeEvent({ what: { case: 'summary', value: { value: [{ value: { case: 'tensor', value: init } }] } } }));
    if (what.case !== 'summary' || what.value.value[0].value.case !== 'tensor') throw new Error('not a tensor');
    return denseOf(what.value.value[0].value.value);
  };
  test('halves, and a last value that stands for the rest', () => {
    expect(tensor({ dtype: 19, tensorShape: { dim: [{ size: 3n }] }, halfVal: [0x3c00, 0xc000, 0x0001] }).values).toEqual([1, -2, 2 ** -24]);
    expect(tensor({ dtype: 14, tensorShape: {}, halfVal: [0x3f80] }).values).toEqual([1]);
    expect(tensor({ dtype: 1, tensorShape: { dim: [{ size: 4n }] }, floatVal: [1, 2] }).values).toEqual([1, 2, 2, 2]);
  });
  test.each([
    [{ dtype: 20 }, /dtype 20 is not read/],
    [{ dtype: 1, tensorShape: { dim: [{ size: 2n ** 40n }] } }, /shape \[1099511627776\] is not one to read/],
    [{ dtype: 1, tensorShape: { dim: [{ size: -1n }] } }, /shape \[-1\]/],
    [{ dtype: 1, tensorContent: Uint8Array.of(1) }, /1 bytes of content for 1 elements of float32/],
    [{ dtype: 1, floatVal: [1, 2] }, /2 values for 1 elements/],
  ])('case %# is refused', (init, message) => expect(() => tensor(init)).toThrow(message));
});
