/**
 * A layered layout for graphs that are too large for dagre: layers by the longest path, order by the mean place of neighbors, places packed and centered.
 * Source: Sugiyama, Tagawa and Toda 1981, without nodes for long edges.
 */
export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}
export interface Placed {
  /** Centers by id. */
  readonly centers: ReadonlyMap<string, readonly [x: number, y: number]>;
  readonly width: number;
  readonly height: number;
}

/** Layer of each box: one more than the last of those that feed it. Edges that would close a circle are left out. */
function layersOf(boxes: readonly Box[], out: ReadonlyMap<string, readonly string[]>): Map<string, number> {
  const degree = new Map(boxes.map((b) => [b.id, 0]));
  for (const targets of out.values()) for (const t of targets) degree.set(t, (degree.get(t) ?? 0) + 1);
  const layer = new Map<string, number>();
  const ready = boxes.filter((b) => degree.get(b.id) === 0).map((b) => b.id);
  for (const id of ready) layer.set(id, 0);
  let started = 0;
  for (let i = 0; layer.size < boxes.length || i < ready.length; i++) {
    if (i === ready.length) {
      // Only circles are left: one of their boxes begins.
      while (degree.get(boxes[started].id) === -1 || ready.includes(boxes[started].id)) started++;
      ready.push(boxes[started].id);
      if (!layer.has(boxes[started].id)) layer.set(boxes[started].id, 0);
    }
    const id = ready[i];
    degree.set(id, -1);
    for (const to of out.get(id) ?? []) {
      const left = degree.get(to)!;
      if (left < 0) continue;
      layer.set(to, Math.max(layer.get(to) ?? 0, layer.get(id)! + 1));
      degree.set(to, left - 1);
      if (left === 1) ready.push(to);
    }
  }
  return layer;
}

const sweeps = 6;
const [gapX, gapY] = [24, 46];
/** Boxes in a row at most: wider layers are folded into several rows. */
const maxRow = 60;

export function layered(boxes: readonly Box[], edges: readonly (readonly [from: string, to: string])[]): Placed {
  const out = new Map<string, string[]>();
  const into = new Map<string, string[]>();
  const push = (map: Map<string, string[]>, key: string, value: string): void => void (map.get(key)?.push(value) ?? map.set(key, [value]));
  for (const [from, to] of edges) {
    push(out, from, to);
    push(into, to, from);
  }
  const layer = layersOf(boxes, out);
  const rows: Box[][] = [];
  for (const box of boxes) {
    const at = layer.get(box.id) ?? 0;
    while (rows.length <= at) rows.push([]);
    rows[at].push(box);
  }
  const place = new Map<string, number>();
  const spread = (row: readonly Box[]): void => row.forEach((b, i) => place.set(b.id, (i + 0.5) / row.length));
  rows.forEach(spread);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const neighbors = sweep % 2 === 0 ? into : out;
    for (const row of sweep % 2 === 0 ? rows : [...rows].reverse()) {
      const mean = new Map(
        row.map((b) => {
          const near = neighbors.get(b.id) ?? [];
          return [b.id, near.length === 0 ? place.get(b.id)! : near.reduce((sum, n) => sum + place.get(n)!, 0) / near.length];
        }),
      );
      row.sort((a, b) => mean.get(a.id)! - mean.get(b.id)!);
      spread(row);
    }
  }
  const folded = rows.flatMap((row) => Array.from({ length: Math.ceil(row.length / maxRow) }, (_, i) => row.slice(i * maxRow, (i + 1) * maxRow)));
  const widths = folded.map((row) => row.reduce((sum, b) => sum + b.width + gapX, -gapX));
  const width = Math.max(0, ...widths);
  const centers = new Map<string, readonly [number, number]>();
  let y = 0;
  folded.forEach((row, r) => {
    const height = Math.max(...row.map((b) => b.height));
    let x = (width - widths[r]) / 2;
    for (const box of row) {
      centers.set(box.id, [x + box.width / 2, y + height / 2]);
      x += box.width + gapX;
    }
    y += height + gapY;
  });
  return { centers, width, height: Math.max(0, y - gapY) };
}
