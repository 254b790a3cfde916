/** A graph in scopes: what is inside of what, and which scopes feed which. */
import type { GraphNode } from './pbtxt.ts';

export interface Item {
  /** The whole name. */
  readonly path: string;
  readonly label: string;
  readonly parent: Group | null;
  /** The node itself; null for a scope. */
  readonly node: GraphNode | null;
}
export interface Group extends Item {
  readonly children: Map<string, Item>;
  /** Edges between children, by their paths: how many tensors, and the shape of the first. */
  readonly edges: Map<string, Map<string, Flow>>;
  /** Nodes inside, at any depth. */
  count: number;
  /** Which operations are inside, as text: scopes that are built alike have the same. */
  structure: string;
  /** The device of all nodes inside; '' where they differ. */
  device: string;
}
export interface Flow {
  count: number;
  readonly shape: string;
}
export interface Hierarchy {
  readonly root: Group;
  readonly items: ReadonlyMap<string, Item>;
  /** By path of a node: the paths of those that use it. */
  readonly users: ReadonlyMap<string, readonly string[]>;
}

export const isGroup = (item: Item): item is Group => 'children' in item;

const newGroup = (path: string, label: string, parent: Group | null): Group => ({
  path,
  label,
  parent,
  node: null,
  children: new Map(),
  edges: new Map(),
  count: 0,
  structure: '',
  device: '',
});

/** Groups from the root to an item, without the item. */
export function ancestors(item: Item): Group[] {
  const chain: Group[] = [];
  for (let at = item.parent; at !== null; at = at.parent) chain.unshift(at);
  return chain;
}

/** The scope of this path; a node that has this very name moves into it as `(name)`. */
function groupAt(items: Map<string, Item>, root: Group, parts: readonly string[]): Group {
  let group = root;
  for (let i = 0; i < parts.length; i++) {
    const path = parts.slice(0, i + 1).join('/');
    const known = group.children.get(parts[i]);
    if (known && isGroup(known)) {
      group = known;
      continue;
    }
    const inner = newGroup(path, parts[i], group);
    if (known) inner.children.set(`(${parts[i]})`, moved(items, known, inner));
    group.children.set(parts[i], inner);
    items.set(`${path}/`, inner);
    group = inner;
  }
  return group;
}

function moved(items: Map<string, Item>, item: Item, into: Group): Item {
  const inside: Item = { path: item.path, label: `(${item.label})`, parent: into, node: item.node };
  items.set(item.path, inside);
  return inside;
}

function addNode(items: Map<string, Item>, root: Group, node: GraphNode): void {
  const parts = node.name.split('/');
  const group = groupAt(items, root, parts.slice(0, -1));
  const label = parts[parts.length - 1];
  const known = group.children.get(label);
  if (known && isGroup(known)) {
    const item: Item = { path: node.name, label: `(${label})`, parent: known, node };
    known.children.set(item.label, item);
    items.set(node.name, item);
    return;
  }
  const item: Item = { path: node.name, label, parent: group, node };
  group.children.set(label, item);
  items.set(node.name, item);
}

/** Ids that tell a node from a scope of the same name. */
export const idOf = (item: Item): string => (isGroup(item) ? `${item.path}/` : item.path);

function connect(from: Item, to: Item, shape: string): void {
  const [a, b] = [
    [...ancestors(from), from],
    [...ancestors(to), to],
  ];
  let level = 0;
  while (a[level + 1] === b[level + 1] && level + 1 < Math.min(a.length, b.length)) level++;
  const group = a[level] as Group;
  const [source, target] = [a[level + 1], b[level + 1]];
  if (!source || !target || source === target) return;
  let row = group.edges.get(idOf(source));
  if (!row) group.edges.set(idOf(source), (row = new Map()));
  const flow = row.get(idOf(target));
  if (flow) flow.count++;
  else row.set(idOf(target), { count: 1, shape });
}

function summarize(group: Group): { readonly ops: Map<string, number>; readonly devices: Set<string> } {
  const ops = new Map<string, number>();
  const devices = new Set<string>();
  for (const child of group.children.values()) {
    if (!isGroup(child)) {
      group.count++;
      ops.set(child.node!.op, (ops.get(child.node!.op) ?? 0) + 1);
      devices.add(child.node!.device);
      continue;
    }
    const inner = summarize(child);
    group.count += child.count;
    for (const [op, n] of inner.ops) ops.set(op, (ops.get(op) ?? 0) + n);
    for (const d of inner.devices) devices.add(d);
  }
  group.structure = [...ops].sort(([a], [b]) => (a < b ? -1 : 1)).join(' ');
  group.device = devices.size === 1 ? ([...devices][0] ?? '') : '';
  return { ops, devices };
}

/** Nodes in their scopes. Inputs that name no node are left out. */
export function hierarchyOf(nodes: readonly GraphNode[]): Hierarchy {
  const items = new Map<string, Item>();
  const root = newGroup('', '', null);
  for (const node of nodes) addNode(items, root, node);
  const users = new Map<string, string[]>();
  for (const node of nodes) {
    const to = items.get(node.name)!;
    for (const input of node.inputs) {
      const from = items.get(input);
      if (!from) continue;
      const list = users.get(input);
      if (list) list.push(node.name);
      else users.set(input, [node.name]);
      connect(from, to, from.node?.shapes[0] ?? '');
    }
  }
  summarize(root);
  return { root, items, users };
}

/** Constants are many and say little: they are drawn on demand. */
export const isConstant = (item: Item): boolean => item.node !== null && item.node.inputs.length === 0 && /^const(ant)?$/i.test(item.node.op);
