/** What the page asks of a graph besides its drawing: searches, what a node is, what it depends on. */
import { ancestors, type Hierarchy, type Item, idOf, isConstant, isGroup } from './hierarchy.ts';

export interface Neighbor {
  readonly id: string;
  readonly shape: string;
}
export interface Details {
  readonly id: string;
  readonly name: string;
  readonly isScope: boolean;
  readonly op: string;
  readonly device: string;
  readonly count: number;
  readonly attributes: readonly (readonly [string, string])[];
  readonly shapes: readonly string[];
  readonly inputs: readonly Neighbor[];
  readonly outputs: readonly Neighbor[];
}

export interface Found {
  readonly ids: readonly string[];
  /** How many there are; not all may be listed. */
  readonly total: number;
}

/** Neighbors that are listed at most. */
const maxNeighbors = 200;
const maxFound = 100;

function nodesIn(item: Item): Item[] {
  return isGroup(item) ? [...item.children.values()].flatMap(nodesIn) : [item];
}

export function detailsOf(graph: Hierarchy, id: string): Details | null {
  const item = graph.items.get(id);
  if (!item) return null;
  const inside = nodesIn(item);
  const own = new Set(inside.map((i) => i.path));
  const inputs = new Set(inside.flatMap((i) => i.node!.inputs).filter((name) => !own.has(name) && graph.items.has(name)));
  const outputs = new Set(inside.flatMap((i) => graph.users.get(i.path) ?? []).filter((name) => !own.has(name)));
  const neighbor =
    (from: string) =>
    (name: string): Neighbor => ({ id: name, shape: graph.items.get(from || name)?.node?.shapes[0] ?? '' });
  return {
    id,
    name: item.path,
    isScope: isGroup(item),
    op: item.node?.op ?? '',
    device: isGroup(item) ? item.device : (item.node?.device ?? ''),
    count: inside.length,
    attributes: item.node?.attributes ?? [],
    shapes: item.node?.shapes ?? [],
    inputs: [...inputs].slice(0, maxNeighbors).map(neighbor('')),
    outputs: [...outputs].slice(0, maxNeighbors).map(neighbor(isGroup(item) ? '' : item.path)),
  };
}

/** Ids of nodes and scopes whose name matches. @throws SyntaxError for what is no expression */
export function search(graph: Hierarchy, pattern: string): Found {
  const expression = new RegExp(pattern, 'i');
  const found = [...graph.items].filter(([, item]) => expression.test(item.path)).map(([id]) => id);
  return { ids: found.slice(0, maxFound), total: found.length };
}

/** Scopes that have to be open for an item to be seen. */
export function scopesAround(graph: Hierarchy, id: string): string[] {
  const item = graph.items.get(id);
  return item ? ancestors(item).slice(1).map(idOf) : [];
}

/** Whether an item is only drawn with the constants. */
export const isHiddenConstant = (graph: Hierarchy, id: string): boolean => {
  const item = graph.items.get(id);
  return item !== undefined && isConstant(item);
};

/** Ids of all nodes that an item depends on, through any number of steps, with the scopes around them. */
export function inputsOf(graph: Hierarchy, id: string): string[] {
  const start = graph.items.get(id);
  if (!start) return [];
  const seen = new Set<string>();
  const queue = nodesIn(start).map((i) => i.path);
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    queue.push(...(graph.items.get(at)?.node?.inputs ?? []));
  }
  const ids = new Set<string>([id]);
  for (const name of seen) {
    const item = graph.items.get(name);
    if (!item) continue;
    ids.add(name);
    for (const group of ancestors(item).slice(1)) ids.add(idOf(group));
  }
  return [...ids];
}
