/** Summaries inside compiled functions record what the same code records eagerly. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { readRecords } from '@millrace/formats';
import { decodeEvent, denseOf } from '@millrace/formats/protobuf';
import { describe, expect, test } from 'vitest';
import { summary } from './index.ts';

const root = mkdtempSync(join(tmpdir(), 'millrace-traced-'));
let runs = 0;

/** What `body` records: tag, step and values, in order. */
async function recorded(body: (writer: summary.SummaryWriter) => void): Promise<unknown[]> {
  const writer = summary.createFileWriter(join(root, String(runs++)));
  body(writer);
  await writer.close();
  const found: unknown[] = [];
  for await (const item of readRecords([readFileSync(writer.events!.path!)])) {
    if (item.kind !== 'record') continue;
    const { what, step } = decodeEvent(item.data);
    if (what.case !== 'summary') continue;
    for (const v of what.value.value)
      found.push([v.tag, Number(step), ...Array.from(denseOf(v.value.value as Parameters<typeof denseOf>[0]).values as ArrayLike<number>)]);
  }
  return found;
}

/** Runs a training of three steps with the step as it is, then compiled; gives both logs. */
async function both(make: () => (step: number) => void, wrap: <T extends (...args: never[]) => unknown>(f: T) => T): Promise<[unknown[], unknown[]]> {
  const run = (compiled: boolean): Promise<unknown[]> =>
    recorded((writer) => {
      current = compiled ? wrap : <T>(f: T) => f;
      const step = make();
      writer.asDefault(() => [0, 1, 2].forEach(step));
    });
  return [await run(false), await run(true)];
}
let current: <T extends (...args: never[]) => unknown>(f: T) => T;
const compile = <T extends (...args: never[]) => unknown>(f: T): T => tf.function(f as never) as unknown as T;

describe('values and steps of a compiled loop are those of the eager one', () => {
  test('steps set outside, by number and by variable', async () => {
    const [eager, compiled] = await both(() => {
      const w = new tf.Variable(2);
      const step = current((x: Tensor) => {
        w.assign(w.value().mul(x));
        summary.scalar('w', w.value());
        summary.scalar('constant', 7);
        return w.value();
      });
      return (i) => {
        summary.setStep(10 * i);
        step(tf.constant(3) as never);
      };
    }, compile);
    expect(eager).toEqual(
      [0, 10, 20].flatMap((s, i) => [
        ['w', s, 2 * 3 ** (i + 1)],
        ['constant', s, 7],
      ]),
    );
    expect(compiled).toEqual(eager);
  });
  test('a step that the function itself counts, read where the summary stands', async () => {
    const [eager, compiled] = await both(() => {
      const count = new tf.Variable(0, { dtype: 'int64', trainable: false });
      const step = current(() => {
        summary.scalar('before', count.value(), { step: count as never });
        count.assignAdd(1n as never);
        summary.scalar('after', count.value(), { step: count as never });
        return count.value();
      });
      return () => void step();
    }, compile);
    expect(eager).toEqual(
      [0, 1, 2].flatMap((i) => [
        ['before', i, i],
        ['after', i + 1, i + 1],
      ]),
    );
    expect(compiled).toEqual(eager);
  });
  test('conditions on values, scopes, histograms and images', async () => {
    const [eager, compiled] = await both(() => {
      const step = current((x: Tensor) => {
        summary.scope('outer', () => {
          summary.scope('inner', () => summary.scalar('sum', tf.reduceSum(x)));
          summary.recordIf(tf.greater(tf.reduceSum(x), 2) as never, () => summary.histogram('x', x, { buckets: 2 }));
          summary.image('i', tf.reshape(x, [1, 1, 2, 1]));
        });
        return x;
      });
      return (i) => {
        summary.setStep(i);
        summary.scope('all', () => step(tf.constant([i, i + 1]).div(4) as never));
      };
    }, compile);
    expect(eager.filter((e) => (e as unknown[])[0] === 'all/outer/inner/sum')).toEqual([0, 1, 2].map((i) => ['all/outer/inner/sum', i, (2 * i + 1) / 4]));
    expect(compiled).toEqual(eager);
  });
  test('a compiled function in another one, within a scope of that', async () => {
    const [eager, compiled] = await both(() => {
      const inner = current((x: Tensor) => {
        summary.scope('inner', () => summary.scalar('x', x));
        return x;
      });
      const outer = current((x: Tensor) => summary.scope('outer', () => (inner as (x: Tensor) => Tensor)(x.mul(2))));
      return (i) => {
        summary.setStep(i);
        (outer as (x: Tensor) => Tensor)(tf.constant(i));
      };
    }, compile);
    expect(eager).toEqual([0, 1, 2].map((i) => ['outer/inner/x', i, 2 * i]));
    expect(compiled).toEqual(eager);
  });
});

test('the writer and the condition are those of each call, not of the trace', async () => {
  const f = tf.function((x: Tensor) => {
    summary.scalar('x', x, { step: 1 });
    return x;
  });
  f(tf.constant(1)); // traced where nothing is recorded
  const found = await recorded((writer) =>
    writer.asDefault(() => {
      f(tf.constant(2));
      summary.recordIf(false, () => f(tf.constant(3)));
      summary.recordIf(true, () => f(tf.constant(4)));
    }),
  );
  expect(found).toEqual([
    ['x', 1, 2],
    ['x', 1, 4],
  ]);
  expect(f.tracingCount).toBe(1);
});

test('summaries in a loop of the program are refused with the place', () => {
  const f = tf.function((x: Tensor) =>
    tf.whileLoop(
      (i: Tensor) => i.less(3),
      (i: Tensor) => {
        summary.scalar('i', i, { step: 0 });
        return [i.add(1)];
      },
      [x],
    ),
  );
  expect(() => f(tf.constant(0))).toThrow(/summary.scalar: inside tf.function .* a loop, a branch.*traced\.test\.ts/s);
});
