/**
 * Values of older files in today's form: a tensor with the metadata of a plugin and a data class.
 * Source: TensorBoard's data_compat.py and dataclass_compat.py (behavior only).
 */
import { type DenseTensor, denseOf, type HistogramProto, type Summary_Value } from '@millrace/formats/protobuf';

export type DataClass = 'scalar' | 'tensor' | 'blobs';

export interface TagMetadata {
  readonly plugin: string;
  readonly content: Uint8Array;
  readonly displayName: string;
  readonly description: string;
  /** Null for a plugin that is not known and states none: its values are not kept. */
  readonly dataClass: DataClass | null;
}

const classes: readonly (DataClass | null)[] = [null, 'scalar', 'tensor', 'blobs'];
/** The class of plugins whose older writers stated none. */
const classOfPlugin: Readonly<Record<string, DataClass>> = {
  scalars: 'scalar',
  histograms: 'tensor',
  text: 'tensor',
  pr_curves: 'tensor',
  mesh: 'tensor',
  custom_scalars: 'tensor',
  hparams: 'tensor',
  images: 'blobs',
  audio: 'blobs',
  graph_keras_model: 'blobs',
  graph_run_metadata: 'blobs',
  graph_run_metadata_graph: 'blobs',
  graph_tagged_run_metadata: 'blobs',
  graphs: 'blobs',
};

/** The tag under which the graph of a whole run is found. Source: tensorboard/plugins/graph/metadata.py. */
export const runGraphTag = '__run_graph__';

/** What an event that is no summary holds for a dashboard. */
export const graphMetadata: TagMetadata = { plugin: 'graphs', content: new Uint8Array(0), displayName: '', description: '', dataClass: 'blobs' };
export const runMetadataMetadata: TagMetadata = { ...graphMetadata, plugin: 'graph_tagged_run_metadata', content: Uint8Array.of(0x31) };

const bare = (plugin: string): TagMetadata => ({ plugin, content: new Uint8Array(0), displayName: '', description: '', dataClass: classOfPlugin[plugin] });
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The metadata that a value states, or that its kind implies; null where it has neither. */
export function metadataOf(value: Summary_Value): TagMetadata | null {
  const stated = value.metadata?.pluginData;
  if (stated?.pluginName) {
    const { displayName, summaryDescription, dataClass } = value.metadata!;
    return {
      plugin: stated.pluginName,
      content: stated.content.slice(),
      displayName,
      description: summaryDescription,
      dataClass: classes[dataClass] ?? classOfPlugin[stated.pluginName] ?? null,
    };
  }
  const plugins: Readonly<Record<string, string>> = { simpleValue: 'scalars', histo: 'histograms', image: 'images', audio: 'audio' };
  const plugin = plugins[value.value.case ?? ''];
  return plugin === undefined ? null : bare(plugin);
}

/** Buckets of the old message as [left, right, count]: the first begins at the smallest value, the last ends at the largest. */
function bucketsOf({ min, max, bucketLimit, bucket }: HistogramProto): DenseTensor {
  const n = Math.min(bucketLimit.length, bucket.length);
  const values = new Float64Array(3 * n);
  for (let i = 0; i < n; i++) {
    values[3 * i] = i === 0 ? min : bucketLimit[i - 1];
    values[3 * i + 1] = i === n - 1 ? max : bucketLimit[i];
    values[3 * i + 2] = bucket[i];
  }
  return { dtype: 'float64', shape: [n, 3], values };
}

/** The tensor of a value; null where it has none. @throws FormatError for a tensor that is damaged */
export function tensorOf(value: Summary_Value): DenseTensor | null {
  const { case: kind, value: content } = value.value;
  if (kind === 'tensor') return denseOf(content);
  if (kind === 'simpleValue') return { dtype: 'float32', shape: [], values: [content] };
  if (kind === 'histo') return bucketsOf(content);
  if (kind === 'image')
    return { dtype: 'string', shape: [3], values: [ascii(String(content.width)), ascii(String(content.height)), content.encodedImageString] };
  if (kind === 'audio') return { dtype: 'string', shape: [1, 2], values: [content.encodedAudioString, new Uint8Array(0)] };
  return null;
}
