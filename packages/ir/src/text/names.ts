/** Names of values while text is printed: kept names where they are free, numbers elsewhere. */
import type { ProgramValue } from '../program/program.ts';

export class Names {
  readonly #outer: Names | undefined;
  readonly #used: Set<string> = new Set();
  /** Where to go on looking for a free number behind a name. */
  readonly #suffixes: Map<string, number> = new Map();
  readonly #shown: Map<ProgramValue, string> = new Map();
  #next: number;
  constructor(outer?: Names) {
    this.#outer = outer;
    this.#next = outer ? outer.#next : 0;
  }

  /** Whether a name is taken here or outside. */
  isUsed(name: string): boolean {
    return this.#used.has(name) || (this.#outer?.isUsed(name) ?? false);
  }

  /** A free name: the wanted one, the wanted one with a number, or a number. */
  fresh(wanted: string | undefined): string {
    let name = wanted;
    if (name === undefined) {
      do name = String(this.#next++);
      while (this.isUsed(name));
    } else {
      let i = this.#suffixes.get(wanted as string) ?? 0;
      while (this.isUsed(name)) name = `${wanted}_${i++}`;
      this.#suffixes.set(wanted as string, i);
    }
    this.#used.add(name);
    return name;
  }

  /** How a value is written: `%x`, `%x#1`. */
  set(value: ProgramValue, shown: string): void {
    this.#shown.set(value, shown);
  }

  of(value: ProgramValue): string {
    const shown = this.#shown.get(value) ?? this.#outer?.of(value);
    return shown ?? '%<undefined>';
  }
}
