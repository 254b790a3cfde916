/** Graphs of programs and models. Source: tensorboard/plugins/graph/http_api.md. */
import { FormatError } from '@millrace/formats';
import {
  attributeSize,
  decodeGraphDef,
  decodeRunMetadata,
  type GraphDef,
  graphDefText,
  makeGraphDef,
  type RunMetadata,
  runMetadataText,
} from '@millrace/formats/protobuf';
import type { DataProvider } from '../../provider/data-provider.ts';
import { runGraphTag } from '../../reader/upgrade.ts';
import { found, index, RequestError, required, type TensorBoardPlugin } from '../plugin.ts';
import { kerasGraph } from './keras-graph.ts';

const runGraphs = 'graphs';
const withGraph = 'graph_run_metadata_graph';
const withProfile = 'graph_run_metadata';
const models = 'graph_keras_model';
const tagged = 'graph_tagged_run_metadata';
const stages = 'millrace_graph_stages';

interface TagItem {
  tag: string;
  conceptual_graph: boolean;
  op_graph: boolean;
  profile: boolean;
  /** Our own: whether `stages` has text. */
  stages: boolean;
}
interface RunItem {
  run: string;
  tags: Record<string, TagItem>;
  run_graph: boolean;
}

/** Which kinds of data a plugin's tags have. */
const kinds: readonly (readonly [plugin: string, has: Partial<TagItem>])[] = [
  [withGraph, { op_graph: true }],
  [withProfile, { profile: true, op_graph: true }],
  [models, { conceptual_graph: true }],
  [tagged, { profile: true }],
];

async function info(provider: DataProvider): Promise<Record<string, RunItem>> {
  const items = new Map<string, RunItem>();
  const itemOf = (run: string): RunItem => {
    let item = items.get(run);
    if (item === undefined) items.set(run, (item = { run, tags: {}, run_graph: false }));
    return item;
  };
  for (const [plugin, has] of kinds)
    for (const [run, tags] of await provider.listBlobSequences(plugin))
      for (const tag of tags.keys()) {
        const known = itemOf(run).tags;
        const item = Object.hasOwn(known, tag) ? known[tag] : { tag, conceptual_graph: false, op_graph: false, profile: false, stages: false };
        known[tag] = { ...item, ...has };
      }
  for (const [run, tags] of await provider.listBlobSequences(runGraphs)) if (tags.has(runGraphTag)) itemOf(run).run_graph = true;
  for (const [run, tags] of await provider.listBlobSequences(stages))
    for (const tag of tags.keys()) {
      const item = itemOf(run).tags[tag.replace(/\/mlir$/, '')];
      if (item !== undefined) item.stages = true;
    }
  return Object.fromEntries(items);
}

/** The blobs of the newest value of a tag. */
async function newest(provider: DataProvider, plugin: string, run: string, tag: string): Promise<readonly Uint8Array[] | null> {
  const points = await provider.readBlobSequences(plugin, run, tag);
  return points?.at(-1)?.blobs ?? null;
}

/** Bytes of a log may be anything. */
function decoded<T>(decode: (bytes: Uint8Array) => T, bytes: Uint8Array): T {
  try {
    return decode(bytes);
  } catch (error) {
    if (error instanceof FormatError) throw new RequestError(400, error.message);
    throw error;
  }
}

type FunctionGraphs = RunMetadata['functionGraphs'][number];
const optimizedOf = (f: FunctionGraphs): GraphDef | undefined => f.postOptimizationGraph ?? f.preOptimizationGraph;

/** The graphs of all functions as one. */
function merged(metadata: RunMetadata, optimized: boolean): GraphDef {
  const graphs = metadata.functionGraphs.flatMap((f) => {
    const graph = optimized ? optimizedOf(f) : (f.preOptimizationGraph ?? f.partitionGraphs[0]);
    return graph === undefined ? [] : [graph];
  });
  const [first] = graphs;
  if (first === undefined) throw new RequestError(404, 'the metadata holds no graph');
  // Functions of different names may have nodes of one name: then they stand in scopes of their own.
  const names = graphs.flatMap((g) => g.node.map((n) => n.name));
  if (graphs.length === 1 || new Set(names).size === names.length) return makeGraphDef({ node: graphs.flatMap((g) => g.node), versions: first.versions });
  const rename = (name: string, i: number): string => (name.startsWith('^') ? `^graph_${i}/${name.slice(1)}` : `graph_${i}/${name}`);
  const node = graphs.flatMap((g, i) => g.node.map((n) => ({ ...n, name: rename(n.name, i), input: n.input.map((input) => rename(input, i)) })));
  return makeGraphDef({ node, versions: first.versions });
}

async function graphOf(provider: DataProvider, query: URLSearchParams): Promise<GraphDef> {
  const run = required(query, 'run');
  const tag = query.get('tag');
  if (query.get('conceptual') === 'true') {
    const [json] = found(await newest(provider, models, run, required(query, 'tag')), `the model '${tag}' of run '${run}'`);
    return kerasGraph(new TextDecoder().decode(json));
  }
  if (tag === null || tag === '') {
    const [bytes] = found(await newest(provider, runGraphs, run, runGraphTag), `the graph of run '${run}'`);
    return decoded(decodeGraphDef, bytes);
  }
  const blobs = (await newest(provider, withGraph, run, tag)) ?? (await newest(provider, withProfile, run, tag));
  const [bytes] = found(blobs, `the graph '${tag}' of run '${run}'`);
  return merged(decoded(decodeRunMetadata, bytes), query.get('stage') === 'optimized');
}

/** Puts the names of attributes larger than the limit into one that lists them. */
function limitAttributes(graph: GraphDef, limit: number, key: string): void {
  for (const node of graph.node) {
    const large = Object.keys(node.attr).filter((name) => attributeSize(node.attr[name]) > limit);
    if (large.length === 0) continue;
    for (const name of large) delete node.attr[name];
    const names = large.map((name) => new TextEncoder().encode(name));
    node.attr[key] = makeGraphDef({ node: [{ attr: { key: { value: { case: 'list', value: { s: names } } } } }] }).node[0].attr.key;
  }
}

export const graphs: TensorBoardPlugin = {
  name: 'graphs',
  tabName: 'Graphs',
  isActive: async (provider) => {
    const active = await provider.activePlugins();
    return [runGraphs, withGraph, withProfile, models].some((plugin) => active.has(plugin));
  },
  routes: {
    info: { answer: async ({ provider }) => ({ json: await info(provider) }) },
    graph: {
      answer: async ({ provider, query }) => {
        const graph = await graphOf(provider, query);
        const limit = query.get('limit_attr_size') === null ? null : index(query, 'limit_attr_size');
        if (limit !== null) {
          if (limit === 0) throw new RequestError(400, "the parameter 'limit_attr_size' must be above 0");
          limitAttributes(graph, limit, required(query, 'large_attrs_key'));
        }
        return { type: 'text/x-protobuf; charset=utf-8', body: graphDefText(graph) };
      },
    },
    run_metadata: {
      answer: async ({ provider, query }) => {
        const [run, tag] = [required(query, 'run'), required(query, 'tag')];
        const blobs =
          (await newest(provider, tagged, run, tag)) ?? (await newest(provider, withProfile, run, tag)) ?? (await newest(provider, withGraph, run, tag));
        const [bytes] = found(blobs, `metadata '${tag}' of run '${run}'`);
        return { type: 'text/x-protobuf; charset=utf-8', body: runMetadataText(decoded(decodeRunMetadata, bytes)) };
      },
    },
    // Our own: the MLIR text of each stage of the compiler.
    stages: {
      answer: async ({ provider, query }) => {
        const [run, tag] = [required(query, 'run'), required(query, 'tag')];
        const blobs = found(await newest(provider, stages, run, `${tag}/mlir`), `text of '${tag}' in run '${run}'`);
        const texts = blobs.map((b) => new TextDecoder().decode(b));
        return { json: Array.from({ length: Math.floor(texts.length / 2) }, (_, i) => ({ name: texts[2 * i], text: texts[2 * i + 1] })) };
      },
    },
  },
};
