/** The graph's worker: reads, lays out and searches while the page stays at hand. Each request has one answer. */
import { type Hierarchy, hierarchyOf } from './hierarchy.ts';
import { type GraphLayout, layoutOf } from './layout.ts';
import { parseGraph } from './pbtxt.ts';
import { type Details, detailsOf, type Found, inputsOf, isHiddenConstant, scopesAround, search } from './queries.ts';

let graph: Hierarchy | null = null;

async function load(url: string): Promise<{ nodes: number }> {
  const response = await fetch(url);
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text.trim()}`);
  const nodes = parseGraph(text);
  graph = hierarchyOf(nodes);
  return { nodes: nodes.length };
}

function loaded(): Hierarchy {
  if (graph === null) throw new Error('no graph is loaded');
  return graph;
}

/** What can be asked, by name. */
export interface GraphRequests {
  /** Reads the graph at an address; everything else is about it. */
  load(url: string): Promise<{ readonly nodes: number }>;
  layout(open: readonly string[], constants: boolean): Promise<GraphLayout>;
  details(id: string): Promise<Details | null>;
  search(pattern: string): Promise<Found>;
  /** Which scopes must be open for an item to be seen, and whether the constants must be shown. */
  reveal(id: string): Promise<{ readonly open: readonly string[]; readonly constant: boolean }>;
  inputs(id: string): Promise<readonly string[]>;
}

const requests: GraphRequests = {
  load,
  layout: async (open, constants) => layoutOf(loaded(), { open: new Set(open), constants }),
  details: async (id) => detailsOf(loaded(), id),
  search: async (pattern) => search(loaded(), pattern),
  reveal: async (id) => ({ open: scopesAround(loaded(), id), constant: isHiddenConstant(loaded(), id) }),
  inputs: async (id) => inputsOf(loaded(), id),
};

export interface Question {
  readonly number: number;
  readonly name: keyof GraphRequests;
  readonly args: readonly unknown[];
}
export type Answer = { readonly number: number; readonly value: unknown } | { readonly number: number; readonly error: string };

self.addEventListener('message', async ({ data }: MessageEvent<Question>) => {
  const { number, name, args } = data;
  try {
    const value = await (requests[name] as (...args: readonly unknown[]) => Promise<unknown>)(...args);
    self.postMessage({ number, value } satisfies Answer);
  } catch (error) {
    self.postMessage({ number, error: (error as Error).message } satisfies Answer);
  }
});
