/** Where the boxes of a graph stand: inside of each open scope a layout of its own, small ones by dagre. */
import { layout as dagreLayout, Graph } from '@dagrejs/dagre';
import { type Group, type Hierarchy, type Item, idOf, isConstant, isGroup } from './hierarchy.ts';
import { layered } from './layered.ts';

export interface LaidBox {
  readonly id: string;
  readonly label: string;
  readonly kind: 'node' | 'closed' | 'open';
  readonly op: string;
  /** Nodes inside. */
  readonly count: number;
  readonly structure: string;
  readonly device: string;
  /** Left upper corner and size. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface LaidEdge {
  readonly from: string;
  readonly to: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Tensors. */
  readonly count: number;
  readonly label: string;
}
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  /** Open scopes before what is in them. */
  readonly boxes: readonly LaidBox[];
  readonly edges: readonly LaidEdge[];
}
export interface LayoutOptions {
  /** Ids of open scopes. */
  readonly open: ReadonlySet<string>;
  readonly constants: boolean;
}

/** Beyond this dagre takes more than a moment (measured: 500 nodes 0.9 s, 1,000 10 s). */
const dagreNodes = 250;
const dagreEdges = 600;
const [padding, title] = [18, 26];

interface Inner {
  readonly width: number;
  readonly height: number;
  readonly boxes: LaidBox[];
  readonly edges: LaidEdge[];
}

const textWidth = (text: string): number => 6.6 * Math.min(text.length, 34);

function place(
  boxes: readonly { id: string; width: number; height: number }[],
  edges: readonly (readonly [string, string])[],
): {
  width: number;
  height: number;
  centers: ReadonlyMap<string, readonly [number, number]>;
  points: ReadonlyMap<string, readonly (readonly [number, number])[]>;
} {
  if (boxes.length > dagreNodes || edges.length > dagreEdges) return { ...layered(boxes, edges), points: new Map() };
  const g = new Graph();
  g.setGraph({ rankdir: 'TB', nodesep: 22, ranksep: 34, edgesep: 10 });
  g.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of boxes) g.setNode(id, { width, height });
  for (const [from, to] of edges) g.setEdge(from, to, {});
  dagreLayout(g);
  const { width = 0, height = 0 } = g.graph() as { width?: number; height?: number };
  const centers = new Map(boxes.map(({ id }) => [id, [g.node(id).x, g.node(id).y] as const]));
  const points = new Map(
    edges.map(([from, to]) => [`${from}\n${to}`, (g.edge(from, to) as { points: { x: number; y: number }[] }).points.map((p) => [p.x, p.y] as const)]),
  );
  return { width: Math.max(0, width), height: Math.max(0, height), centers, points };
}

interface Sized {
  readonly item: Item;
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly inner: Inner | null;
}

function sized(item: Item, options: LayoutOptions): Sized {
  const id = idOf(item);
  if (!isGroup(item)) return { item, id, width: Math.max(44, textWidth(item.label) + 22), height: 28, inner: null };
  const wide = textWidth(item.label) + textWidth(String(item.count)) + 56;
  if (!options.open.has(id)) return { item, id, width: Math.max(76, wide), height: 36, inner: null };
  const inner = layoutGroup(item, options);
  return { item, id, width: Math.max(wide, inner.width + 2 * padding), height: inner.height + 2 * padding + title, inner };
}

const boxOf = ({ item, id, width, height, inner }: Sized, x: number, y: number): LaidBox => ({
  id,
  label: item.label,
  kind: isGroup(item) ? (inner ? 'open' : 'closed') : 'node',
  op: item.node?.op ?? '',
  count: isGroup(item) ? item.count : 1,
  structure: isGroup(item) ? item.structure : `${item.node!.op},1`,
  device: isGroup(item) ? item.device : item.node!.device,
  x,
  y,
  width,
  height,
});

const shifted = (inner: Inner, dx: number, dy: number): { boxes: LaidBox[]; edges: LaidEdge[] } => ({
  boxes: inner.boxes.map((b) => ({ ...b, x: b.x + dx, y: b.y + dy })),
  edges: inner.edges.map((e) => ({ ...e, points: e.points.map(([x, y]) => [x + dx, y + dy] as const) })),
});

function layoutGroup(group: Group, options: LayoutOptions): Inner {
  const shown = [...group.children.values()].filter((c) => options.constants || !isConstant(c)).map((c) => sized(c, options));
  const known = new Map(shown.map((s) => [s.id, s]));
  const flows = [...group.edges].flatMap(([from, row]) =>
    known.has(from) ? [...row].filter(([to]) => known.has(to)).map(([to, flow]) => ({ from, to, flow })) : [],
  );
  const { width, height, centers, points } = place(
    shown,
    flows.map((f) => [f.from, f.to] as const),
  );
  const boxes: LaidBox[] = [];
  const edges: LaidEdge[] = [];
  for (const s of shown) {
    const [cx, cy] = centers.get(s.id)!;
    const [x, y] = [cx - s.width / 2, cy - s.height / 2];
    boxes.push(boxOf(s, x, y));
    if (s.inner === null) continue;
    const inside = shifted(s.inner, x + (s.width - s.inner.width) / 2, y + title + padding);
    boxes.push(...inside.boxes);
    edges.push(...inside.edges);
  }
  for (const { from, to, flow } of flows) {
    const [a, b] = [centers.get(from)!, centers.get(to)!];
    const straight = [
      [a[0], a[1] + known.get(from)!.height / 2],
      [b[0], b[1] - known.get(to)!.height / 2],
    ] as const;
    edges.push({ from, to, points: points.get(`${from}\n${to}`) ?? straight, count: flow.count, label: flow.count > 1 ? `${flow.count} tensors` : flow.shape });
  }
  return { width, height, boxes, edges };
}

/** Boxes and edges of what is visible when these scopes are open. */
export const layoutOf = ({ root }: Hierarchy, options: LayoutOptions): GraphLayout => layoutGroup(root, options);
