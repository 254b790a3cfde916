/** Graphs and metadata of runs: bytes ↔ messages, through the protobuf library. Source: tensorflow/core/framework/graph.proto, protobuf/config.proto. */
import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { FormatError } from '../format-error.ts';
import { type AttrValue, AttrValueSchema, type GraphDef, GraphDefSchema, type RunMetadata, RunMetadataSchema } from './generated/graph_pb.js';
import { textFormat } from './text-format.ts';

export type { AttrValue, GraphDef, NodeDef, RunMetadata } from './generated/graph_pb.js';
export type GraphDefInit = MessageInitShape<typeof GraphDefSchema>;

function parsed<T>(kind: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new FormatError(kind, (error as Error).message);
  }
}

/** @throws FormatError for bytes that are no GraphDef */
export const decodeGraphDef = (bytes: Uint8Array): GraphDef => parsed('GraphDef', () => fromBinary(GraphDefSchema, bytes));
/** @throws FormatError for bytes that are no RunMetadata */
export const decodeRunMetadata = (bytes: Uint8Array): RunMetadata => parsed('RunMetadata', () => fromBinary(RunMetadataSchema, bytes));
export const makeGraphDef = (graph: GraphDefInit): GraphDef => create(GraphDefSchema, graph);
/** Text of a graph, as `.pbtxt` files hold it. */
export const graphDefText = (graph: GraphDef): string => textFormat(GraphDefSchema, graph);
export const runMetadataText = (metadata: RunMetadata): string => textFormat(RunMetadataSchema, metadata);
/** Size of an attribute in bytes. */
export const attributeSize = (attribute: AttrValue): number => toBinary(AttrValueSchema, attribute).length;
