import type { Rolldown } from 'tsdown';

export interface StartChunk {
  readonly plugin: Rolldown.Plugin;
  readonly group: { readonly name: string; readonly test: (id: string) => boolean };
}

/** A file with this name for all modules that `main` loads at once, whatever else shares some of them: every file costs time when a program starts. */
export function startChunk(name: string, main: string): StartChunk {
  const imports = new Map<string, readonly string[]>();
  const loaded = new Set<string>();
  const load = (id: string): void => {
    if (loaded.has(id)) return;
    loaded.add(id);
    imports.get(id)?.forEach(load);
  };
  const plugin: Rolldown.Plugin = {
    name: 'start-chunk',
    moduleParsed: ({ id, importedIds }) => void imports.set(id, importedIds),
    buildEnd() {
      loaded.clear();
      load(main);
    },
  };
  return { plugin, group: { name, test: (id) => loaded.has(id) } };
}
