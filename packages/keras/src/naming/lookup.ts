/** Finding named things: `'sparseCategoricalCrossentropy'`, `'sparse_categorical_crossentropy'` and `'SparseCategoricalCrossentropy'` are one name. */
import { failure, unknownChoice } from '@millrace/ir';

const plain = (name: string): string => name.replace(/_/g, '').toLowerCase();

/** A table from names in any of the spellings to entries. */
export class NameTable<T> {
  readonly #entries: ReadonlyMap<string, T>;
  /** Names as users write them here, for messages. */
  readonly names: readonly string[];
  constructor(entries: Iterable<readonly [name: string, entry: T]>, aliases: Readonly<Record<string, string>> = {}) {
    const list = [...entries];
    this.names = list.map(([name]) => name);
    const map = new Map(list.map(([name, entry]) => [plain(name), entry]));
    for (const [alias, name] of Object.entries(aliases)) map.set(plain(alias), map.get(plain(name)) as T);
    this.#entries = map;
  }
  get(name: string): T | undefined {
    return this.#entries.get(plain(name));
  }
  /** The entry. Throws ValueError with the nearest name. */
  require(name: string, op: string, option: string): T {
    const found = this.get(name);
    if (found === undefined) throw failure('value', { op, message: `${option}: ${unknownChoice(name, this.names)}` });
    return found;
  }
}
