import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as tf from '@millrace/core';
import { encodeGraphDef } from '@millrace/formats';
import { encodeEvent } from '@millrace/formats/protobuf';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TensorBoardServer, tensorboard } from '../../tensorboard.ts';
import { summary } from '../../writer/index.ts';
import { kerasGraph } from './keras-graph.ts';

const root = mkdtempSync(join(tmpdir(), 'millrace-graph-routes-'));
let board: TensorBoardServer;
const get = async (path: string): Promise<[number, string]> => {
  const response = await fetch(`${board.url}data/plugin/graphs/${path}`);
  return [response.status, await response.text()];
};

beforeAll(async () => {
  const writer = summary.createFileWriter(join(root, 'a'));
  const f = tf.function((x: tf.Tensor) => tf.nameScope('outer', () => tf.add(x, x)), { name: 'double' });
  const g = tf.function((x: tf.Tensor) => tf.tanh(x), { name: 'squash' });
  await writer.asDefault(() => summary.graph(f.getConcreteFunction(tf.ones([2, 3]))));
  summary.traceOn();
  g(f(tf.ones([2])));
  f(tf.ones([2]));
  await writer.asDefault(() => summary.traceExport('both', { step: 3 }));
  writer.asDefault(() =>
    summary.kerasModel(
      'keras',
      JSON.stringify({ class_name: 'Sequential', config: { name: 'm', layers: [{ class_name: 'Dense', config: { name: 'd', dtype: 'float32' } }] } }),
      { step: 0 },
    ),
  );
  writer.events!.add(
    encodeEvent({
      what: {
        case: 'graphDef',
        value: encodeGraphDef([
          {
            name: 'é"\n',
            op: 'X',
            inputs: ['y:1', '^z'],
            device: '/d',
            attributes: { k: { text: 'v'.repeat(50) }, i: { integer: -3 }, b: { boolean: false }, t: { dtype: 'bfloat16' } },
          },
        ]),
      },
    }),
  );
  await writer.close();
  const damaged = summary.createFileWriter(join(root, 'damaged'));
  damaged.events!.add(encodeEvent({ what: { case: 'graphDef', value: Uint8Array.of(0xff, 0xff) } }));
  await damaged.close();
  board = await tensorboard({ logDir: root, port: 0, reloadInterval: 0 });
  await board.reader.reload();
});
afterAll(() => board.close());

test('info says what there is', async () => {
  const item = (tag: string, has: object): object => ({ [tag]: { tag, conceptual_graph: false, op_graph: false, profile: false, stages: false, ...has } });
  const program = { op_graph: true, stages: true };
  expect(JSON.parse((await get('info'))[1])).toEqual({
    a: { run: 'a', run_graph: true, tags: { ...item('double', program), ...item('both', program), ...item('keras', { conceptual_graph: true }) } },
    damaged: { run: 'damaged', run_graph: true, tags: {} },
  });
});
describe('graph', () => {
  test('the graph of a run, as text', async () => {
    expect(await get('graph?run=a')).toEqual([
      200,
      `node {
  name: "\\303\\251\\"\\n"
  op: "X"
  input: "y:1"
  input: "^z"
  device: "/d"
  attr {
    key: "b"
    value {
      b: false
    }
  }
  attr {
    key: "i"
    value {
      i: -3
    }
  }
  attr {
    key: "k"
    value {
      s: "${'v'.repeat(50)}"
    }
  }
  attr {
    key: "t"
    value {
      type: DT_BFLOAT16
    }
  }
}
versions {
  producer: 22
}
`,
    ]);
  });
  test('large attributes are named in a list', async () => {
    const [, text] = await get('graph?run=a&limit_attr_size=50&large_attrs_key=_large');
    expect(text).not.toContain('vvv');
    expect(text).toContain('  attr {\n    key: "_large"\n    value {\n      list {\n        s: "k"\n      }\n    }\n  }\n');
  });
  test('nodes of a function stand in the scopes of its trace', async () => {
    const [, text] = await get('graph?run=a&tag=double');
    expect([...text.matchAll(/^ {2}name: "(.*)"/gm)].map((m) => m[1])).toEqual(['arg0', 'outer/add', 'output0']);
    expect(text).toContain('input: "arg0"\n  input: "arg0"');
    expect(text).toMatch(/key: "_source"\n {4}value \{\n {6}s: ".*graphs\.test\.ts:\d+:\d+"/);
    expect(text.match(/dim \{\n\s+size: 2\n\s+\}\n\s+dim \{\n\s+size: 3\n/g)?.length).toBe(3);
  });
  test('several functions in one export, each in a scope of its own', async () => {
    const [, text] = await get('graph?run=a&tag=both');
    expect([...text.matchAll(/^ {2}name: "(.*)"/gm)].map((m) => m[1])).toEqual([
      'double/arg0',
      'double/outer/add',
      'double/output0',
      'squash/arg0',
      'squash/tanh',
      'squash/output0',
    ]);
    const stages = JSON.parse((await get('stages?run=a&tag=both'))[1]) as { name: string; text: string }[];
    expect(stages.map((s) => s.name)).toEqual(['double: stablehlo', 'double: optimized', 'squash: stablehlo', 'squash: optimized']);
    expect(stages[2].text).toContain('stablehlo.tanh');
  });
  test('layers of a model', async () => {
    const [, text] = await get('graph?run=a&tag=keras&conceptual=true');
    expect(text).toContain('name: "m/d"\n  op: "Dense"');
  });
  test('what is not there, and what is no graph', async () => {
    expect((await get('graph?run=b'))[0]).toBe(404);
    expect((await get('graph?run=a&tag=nothing'))[0]).toBe(404);
    expect((await get('graph'))[0]).toBe(400);
    expect((await get('graph?run=damaged'))[0]).toBe(400);
    expect((await get('graph?run=a&limit_attr_size=0&large_attrs_key=x'))[0]).toBe(400);
  });
  const hasProtoc = spawnSync('protoc', ['--version']).status === 0;
  test.runIf(process.env.CI)('protoc is here', () => expect(hasProtoc).toBe(true));
  test.runIf(hasProtoc)("Debian's protoc reads the text of graphs and metadata", async () => {
    const protos = resolve(import.meta.dirname, '../../../../formats/src/protobuf/proto');
    const back = (type: string, text: string): string => {
      const bytes = execFileSync('protoc', [`-I${protos}`, `--encode=tensorboard.${type}`, 'graph.proto'], { input: text });
      return execFileSync('protoc', [`-I${protos}`, `--decode=tensorboard.${type}`, 'graph.proto'], { input: bytes, encoding: 'utf8' });
    };
    for (const path of ['graph?run=a', 'graph?run=a&tag=double']) {
      const [, text] = await get(path);
      expect(back('GraphDef', text)).toBe(text);
    }
    const [, metadata] = await get('run_metadata?run=a&tag=double');
    expect(back('RunMetadata', metadata)).toBe(metadata);
    expect(metadata).toContain('pre_optimization_graph {');
    expect(metadata).toContain('post_optimization_graph {');
  });
});
test('layers of functional models by their calls, in the forms of Keras 3 and of older files; models in models', () => {
  const tensor = (name: string): object => ({ class_name: '__keras_tensor__', config: { keras_history: [name, 0, 0] } });
  const layer = (class_name: string, name: string, inbound_nodes: unknown): object => ({ class_name, name, config: { name }, inbound_nodes });
  const inner = {
    class_name: 'Functional',
    name: 'inner',
    config: { name: 'inner', layers: [layer('InputLayer', 'i', []), layer('Dense', 'x', [[['i', 0, 0, {}]]])], output_layers: [['x', 0, 0]] },
    inbound_nodes: [{ args: [tensor('a')], kwargs: {} }],
  };
  const model = {
    class_name: 'Functional',
    config: {
      name: 'm',
      layers: [
        layer('InputLayer', 'in', []),
        layer('Dense', 'a', [{ args: [tensor('in')] }]),
        inner,
        layer('Add', 'sum', [{ args: [[tensor('a'), tensor('inner')]] }]),
      ],
    },
  };
  expect(kerasGraph(JSON.stringify(model)).node.map((n) => [n.name, n.op, n.input])).toEqual([
    ['m/in', 'InputLayer', []],
    ['m/a', 'Dense', ['m/in']],
    ['m/inner/i', 'InputLayer', ['m/a']],
    ['m/inner/x', 'Dense', ['m/inner/i']],
    ['m/sum', 'Add', ['m/a', 'm/inner/x']],
  ]);
  for (const bad of ['{', '3', '{"config":{}}']) expect(() => kerasGraph(bad)).toThrow(/the model/);
});
test('what has no graph is refused; export needs something to export', async () => {
  await expect(summary.graph(3 as never)).rejects.toThrow(/got number/);
  await expect(summary.graph(tf.function((x: tf.Tensor) => x, { name: 'many' }))).rejects.toThrow(/'many' has no input signature/);
  await expect(summary.traceExport('x')).rejects.toThrow(/nothing is being kept/);
  summary.traceOn();
  await expect(summary.traceExport('x')).rejects.toThrow(/no tf.function was called/);
  expect(() => summary.traceOn({ profiler: true })).toThrow(/the profiler is not here yet/);
});
