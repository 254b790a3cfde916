/** Lists of byte strings that become images and sounds. */
import type { BlobsPoint, DataProvider, TagFacts } from '../../provider/data-provider.ts';
import { found, index, required } from '../plugin.ts';
import { listingJson, type TagEntry, tagEntry } from './tags.ts';

export interface SampledEntry extends TagEntry {
  /** Most samples of a step. */
  readonly samples: number;
}

/** `{ run: { tag: entry } }`, with every run: those without any of these tags are empty. */
export async function sampledTags(
  provider: DataProvider,
  plugin: string,
  samplesOf: (facts: TagFacts) => number,
): Promise<Record<string, Record<string, SampledEntry>>> {
  const listing = listingJson(await provider.listBlobSequences(plugin), (tag, facts) => ({ ...tagEntry(tag, facts), samples: Math.max(0, samplesOf(facts)) }));
  return Object.fromEntries((await provider.listRuns()).map(({ name }) => [name, Object.hasOwn(listing, name) ? listing[name] : {}]));
}

/** Points of the run and tag that a query names. */
export async function blobsOf(provider: DataProvider, plugin: string, query: URLSearchParams): Promise<readonly BlobsPoint[]> {
  const [run, tag] = [required(query, 'run'), required(query, 'tag')];
  return found(await provider.readBlobSequences(plugin, run, tag), `${plugin} of tag '${tag}' in run '${run}'`);
}

/** A query by which `blobAt` finds a blob again. */
export const blobQuery = (query: URLSearchParams, at: number, sample: number): string =>
  new URLSearchParams({ run: required(query, 'run'), tag: required(query, 'tag'), index: String(at), sample: String(sample) }).toString();

/** The blob of a query of `blobQuery`; `place` is where the sample stands in its list. */
export async function blobAt(provider: DataProvider, plugin: string, query: URLSearchParams, place: (sample: number) => number): Promise<Uint8Array> {
  const points = await blobsOf(provider, plugin, query);
  const point = found(points[index(query, 'index')], 'the sample');
  return found(point.blobs[place(index(query, 'sample', 0))], 'the sample');
}
