/** Listings of tags as routes answer them. */
import type { Listing, TagFacts } from '../../provider/data-provider.ts';
import { renderMarkdown } from '../markdown.ts';

export interface TagEntry {
  readonly displayName: string;
  /** HTML, safe to show. */
  readonly description: string;
}

export const tagEntry = (tag: string, { displayName, description }: TagFacts): TagEntry => ({
  displayName: displayName || tag,
  description: renderMarkdown(description),
});

/** `{ run: { tag: entry } }`. */
export const listingJson = <E>(listing: Listing, entry: (tag: string, facts: TagFacts) => E): Record<string, Record<string, E>> =>
  Object.fromEntries([...listing].map(([run, tags]) => [run, Object.fromEntries([...tags].map(([tag, facts]) => [tag, entry(tag, facts)]))]));
