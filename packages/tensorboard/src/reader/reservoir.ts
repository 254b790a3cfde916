/** A uniform sample of a stream in bounded memory; the last item is always in it. Source: Vitter, algorithm R. */

/** Seeded numbers in [0, 1): mulberry32. */
export function randomOf(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export class Reservoir<T> {
  /** Items that came, kept or not. */
  seen = 0;
  readonly items: T[] = [];
  readonly #limit: number;
  readonly #random: () => number;

  /**
   * @param limit  items that are kept at most; 0 keeps all
   * @param seed  reservoirs of one seed keep items of the same places, so that tags of equal length show the same steps
   */
  constructor(limit: number, seed = 0) {
    this.#limit = limit === 0 ? Number.POSITIVE_INFINITY : limit;
    this.#random = randomOf(seed);
  }
  /** Takes an item. All earlier items have the same chance to be among the others. */
  add(item: T): void {
    const { items } = this;
    this.seen++;
    if (items.length < this.#limit) {
      items.push(item);
      return;
    }
    // The last place belongs to the newest item; what stood there now competes for the other places as the item before it.
    const others = this.#limit - 1;
    const place = Math.floor(this.#random() * (this.seen - 1));
    const previous = items[others];
    if (place < others) {
      items.splice(place, 1);
      items[others - 1] = previous;
    }
    items[others] = item;
  }
  /** Drops items. Returns how many. */
  dropWhere(drops: (item: T) => boolean): number {
    const kept = this.items.filter((item) => !drops(item));
    const dropped = this.items.length - kept.length;
    this.items.splice(0, this.items.length, ...kept);
    return dropped;
  }
}
