/** Images. Source: tensorboard/plugins/image/http_api.md. */
import { index, RequestError, type TensorBoardPlugin } from '../plugin.ts';
import { blobAt, blobQuery, blobsOf, sampledTags } from './blobs.ts';

const plugin = 'images';
/** The list of a step begins with width and height. */
export const firstImage = 2;

const types: readonly (readonly [type: string, start: readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['image/bmp', [0x42, 0x4d]],
  ['image/webp', [0x52, 0x49, 0x46, 0x46]],
];

/** The type by the first bytes. @throws RequestError for what is no raster image: an SVG could run scripts */
export function imageType(bytes: Uint8Array): string {
  const known = types.find(([, start]) => start.every((byte, i) => bytes[i] === byte));
  if (known === undefined) throw new RequestError(400, 'the sample is no PNG, JPEG, GIF, BMP or WebP');
  return known[0];
}

export const images: TensorBoardPlugin = {
  name: plugin,
  tabName: 'Images',
  isActive: async (provider) => (await provider.activePlugins()).has(plugin),
  routes: {
    tags: { answer: async ({ provider }) => ({ json: await sampledTags(provider, plugin, (facts) => facts.maxLength - firstImage) }) },
    images: {
      answer: async ({ provider, query }) => {
        const sample = index(query, 'sample', 0);
        const points = await blobsOf(provider, plugin, query);
        return {
          json: points.flatMap(({ wallTime, step, blobs }, at) =>
            blobs.length > firstImage + sample ? [{ wall_time: wallTime, step, query: blobQuery(query, at, sample) }] : [],
          ),
        };
      },
    },
    individualImage: {
      answer: async ({ provider, query }) => {
        const body = await blobAt(provider, plugin, query, (sample) => firstImage + sample);
        return { type: imageType(body), body };
      },
    },
  },
};
