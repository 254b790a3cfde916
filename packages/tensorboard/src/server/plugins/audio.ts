/** Sounds. Source: tensorboard/plugins/audio/http_api.md. */

import { renderMarkdown } from '../markdown.ts';
import { index, RequestError, type TensorBoardPlugin } from '../plugin.ts';
import { blobAt, blobQuery, blobsOf, sampledTags } from './blobs.ts';

const plugin = 'audio';
const contentType = 'audio/wav';

const isWav = (bytes: Uint8Array): boolean => [0x52, 0x49, 0x46, 0x46].every((byte, i) => bytes[i] === byte);

export const audio: TensorBoardPlugin = {
  name: plugin,
  tabName: 'Audio',
  isActive: async (provider) => (await provider.activePlugins()).has(plugin),
  routes: {
    // A sound is two strings: the file and its label.
    tags: { answer: async ({ provider }) => ({ json: await sampledTags(provider, plugin, (facts) => Math.floor(facts.maxLength / 2)) }) },
    audio: {
      answer: async ({ provider, query }) => {
        const sample = index(query, 'sample', 0);
        const points = await blobsOf(provider, plugin, query);
        return {
          json: points.flatMap(({ wallTime, step, blobs }, at) => {
            if (blobs.length <= 2 * sample) return [];
            const label = renderMarkdown(new TextDecoder().decode(blobs[2 * sample + 1] ?? new Uint8Array(0)));
            return [{ wall_time: wallTime, step, label, contentType, query: blobQuery(query, at, sample) }];
          }),
        };
      },
    },
    individualAudio: {
      answer: async ({ provider, query }) => {
        const body = await blobAt(provider, plugin, query, (sample) => 2 * sample);
        if (!isWav(body)) throw new RequestError(400, 'the sample is no WAV file');
        return { type: contentType, body };
      },
    },
  },
};
