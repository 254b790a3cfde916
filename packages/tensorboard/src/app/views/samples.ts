/** Images, sounds and texts: cards with a slider over steps. */
import { html, nothing, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { type AudioPoint, audio, audioUrl, type ImagePoint, images, imageUrl, type TextPoint, text } from '../api.ts';
import { runColor } from '../colors.ts';
import type { Source } from '../elements/lazy-card.ts';
import type { StepItem, StepSettings } from '../elements/step-player.ts';
import type { State } from '../store.ts';
import { filteredTags, type TaggedRuns, tagGroups } from './groups.ts';

interface Kind<T extends StepItem> {
  readonly plugin: string;
  load(run: string, tag: string, sample: number): Promise<T[]>;
  show(item: T, label: string): TemplateResult;
}

const actualSize = (event: Event): void => void (event.currentTarget as HTMLElement).classList.toggle('actual');

const imageKind: Kind<ImagePoint> = {
  plugin: 'images',
  load: images,
  show: (item, label) =>
    html`<button type="button" class="image" title="Actual size or fitted" @click=${actualSize}><img src=${imageUrl(item)} alt=${`${label}, step ${item.step}`} /></button>`,
};
const audioKind: Kind<AudioPoint> = {
  plugin: 'audio',
  load: audio,
  show: (item, label) =>
    html`<audio controls src=${audioUrl(item)} aria-label=${label}></audio>${item.label ? html`<div class="description">${unsafeHTML(item.label)}</div>` : nothing}`,
};
const textKind: Kind<TextPoint> = {
  plugin: 'text',
  load: (run, tag) => text(run, tag),
  show: (item) => html`<div class="markdown">${unsafeHTML(item.text)}</div>`,
};

function cards<T extends StepItem>({ tag, runs }: TaggedRuns, kind: Kind<T>, state: State): TemplateResult[] {
  return runs.flatMap((run) => {
    const info = state.tags[kind.plugin][run][tag];
    const samples = info.samples ?? 1;
    return Array.from({ length: samples }, (_, sample) => {
      const label = `${tag} of ${run}${samples > 1 ? `, sample ${sample + 1} of ${samples}` : ''}`;
      const source: Source<T[]> = {
        id: `${kind.plugin}\n${run}\n${tag}\n${sample}`,
        key: String(state.version),
        load: () => kind.load(run, tag, sample),
        show: (items) => {
          const settings: StepSettings<T> = { items, label, linkedStep: state.linkedStep, show: (item) => kind.show(item, label) };
          return html`<tb-step-player .settings=${settings}></tb-step-player>`;
        },
      };
      return html`<tb-card class=${`card ${kind.plugin}`} data-tag=${tag} data-run=${run}>
        <header>
          <h3 title=${tag}>${info.displayName}${samples > 1 ? html` <small>${sample + 1} of ${samples}</small>` : nothing}</h3>
          <span class="run" style="color:${runColor(run, state.theme)}">${run}</span>
        </header>
        ${info.description ? html`<div class="description">${unsafeHTML(info.description)}</div>` : nothing}
        <tb-lazy .source=${source}></tb-lazy>
      </tb-card>`;
    });
  });
}

const view =
  <T extends StepItem>(kind: Kind<T>, empty: string) =>
  (state: State): TemplateResult =>
    tagGroups(filteredTags(state, kind.plugin), empty, (tagged) => cards(tagged, kind, state));

export const imagesView: (state: State) => TemplateResult = view(imageKind, 'No images match the filters.');
export const audioView: (state: State) => TemplateResult = view(audioKind, 'No sounds match the filters.');
export const textView: (state: State) => TemplateResult = view(textKind, 'No text matches the filters.');
