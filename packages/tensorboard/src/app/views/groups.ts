/** Tags in groups by what stands before the first slash. */
import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { matchesTagFilter, type State, shownRuns } from '../store.ts';

export interface TaggedRuns {
  readonly tag: string;
  /** Shown runs that have the tag, in the order of the list. */
  readonly runs: readonly string[];
}

/** The tags of a plugin that the filters leave, with their runs, in alphabetical order with numbers by size. */
export function filteredTags(state: State, plugin: string): TaggedRuns[] {
  const byTag = new Map<string, string[]>();
  const listing = state.tags[plugin] ?? {};
  for (const run of shownRuns(state)) {
    if (!Object.hasOwn(listing, run)) continue;
    for (const tag of Object.keys(listing[run])) {
      if (!matchesTagFilter(tag, state)) continue;
      const runs = byTag.get(tag);
      if (runs === undefined) byTag.set(tag, [run]);
      else runs.push(run);
    }
  }
  const order = new Intl.Collator('en', { numeric: true });
  return [...byTag].map(([tag, runs]) => ({ tag, runs })).sort((a, b) => order.compare(a.tag, b.tag));
}

const groupOf = (tag: string): string => (tag.includes('/') ? tag.slice(0, tag.indexOf('/')) : tag);

/** Groups that open by themselves; more than this are a wall. */
const openGroups = 3;

/** Groups of cards; `card` makes the cards of a tag. */
export function tagGroups(tags: readonly TaggedRuns[], empty: string, card: (tagged: TaggedRuns) => TemplateResult | TemplateResult[]): TemplateResult {
  if (tags.length === 0) return html`<p class="notice">${empty}</p>`;
  const groups = new Map<string, TaggedRuns[]>();
  for (const t of tags) groups.set(groupOf(t.tag), [...(groups.get(groupOf(t.tag)) ?? []), t]);
  return html`${repeat(
    [...groups].map((entry, i) => ({ entry, i })),
    ({ entry: [name] }) => name,
    ({ entry: [name, members], i }) => html`
      <details class="group" ?open=${i < openGroups || groups.size <= 6}>
        <summary><h2>${name}</h2><span class="count">${members.length}</span></summary>
        <div class="cards">${repeat(members, (m) => m.tag, card)}</div>
      </details>
    `,
  )}`;
}
