/** Data of log directories. */
import type { LogDirReader } from '../reader/log-dir-reader.ts';
import type { Tag } from '../reader/run-reader.ts';
import type { DataClass } from '../reader/upgrade.ts';
import type { BlobsPoint, DataProvider, Listing, RunFacts, TagFacts, TensorPoint } from './data-provider.ts';

const longest = (tag: Tag): number => (tag.samples?.items ?? []).reduce((n, s) => Math.max(n, s.tensor.values.length), 0);

const factsOf = (tag: Tag): TagFacts => ({
  displayName: tag.metadata.displayName,
  description: tag.metadata.description,
  pluginContent: tag.metadata.content,
  maxLength: tag.metadata.dataClass === 'blobs' ? longest(tag) : 0,
});

/** A provider over what `reader` has read so far. */
export function logDirProvider(reader: LogDirReader): DataProvider {
  const list = async (plugin: string, dataClass: DataClass): Promise<Listing> => {
    const listing = new Map<string, ReadonlyMap<string, TagFacts>>();
    for (const run of reader.runs.values()) {
      const tags = [...run.tags.values()].filter((t) => t.metadata.plugin === plugin && t.metadata.dataClass === dataClass);
      if (tags.length > 0) listing.set(run.name, new Map(tags.map((t) => [t.name, factsOf(t)])));
    }
    return listing;
  };
  const find = (plugin: string, run: string, name: string, dataClass: DataClass): Tag | null => {
    const tag = reader.runs.get(run)?.tags.get(name);
    return tag?.metadata.plugin === plugin && tag.metadata.dataClass === dataClass ? tag : null;
  };
  return {
    location: [...reader.roots].map(([name, dir]) => (name === '' ? dir : `${name}:${dir}`)).join(','),
    listRuns: async (): Promise<RunFacts[]> => [...reader.runs.values()].map((r) => ({ name: r.name, startTime: r.firstWallTime })),
    activePlugins: async () => new Set([...reader.runs.values()].flatMap((r) => [...r.tags.values()].map((t) => t.metadata.plugin))),
    listScalars: (plugin) => list(plugin, 'scalar'),
    readScalars: async (plugin, run, tag) => find(plugin, run, tag, 'scalar')?.scalars?.columns() ?? null,
    listTensors: (plugin) => list(plugin, 'tensor'),
    readTensors: async (plugin, run, tag): Promise<readonly TensorPoint[] | null> => {
      const found = find(plugin, run, tag, 'tensor')?.samples;
      return found ? found.items.map(({ step, wallTime, tensor }) => ({ step, wallTime, ...tensor })) : null;
    },
    listBlobSequences: (plugin) => list(plugin, 'blobs'),
    readBlobSequences: async (plugin, run, tag): Promise<readonly BlobsPoint[] | null> => {
      const found = find(plugin, run, tag, 'blobs')?.samples;
      return found ? found.items.map(({ step, wallTime, tensor }) => ({ step, wallTime, blobs: tensor.values as readonly Uint8Array[] })) : null;
    },
  };
}
