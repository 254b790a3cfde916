/** Vectors of embedding layers as files that the projector reads: a table of each, and the list of them. Source: TensorBoard's ProjectorConfig. */
import type { Variable } from '@millrace/core';
import { writeFileAtomically } from '@millrace/formats';
import { failure } from '@millrace/ir';

interface NamedLayer {
  readonly name: string;
  readonly weights: readonly Variable[];
}

type Metadata = string | Readonly<Record<string, string>> | null;

const quoted = (text: string): string => JSON.stringify(text);
/** The table of a layer's vectors, as a file of the log directory. */
const fileOf = (name: string): string => `${name.replace(/[^\w.-]/g, '_')}.vectors.tsv`;
/** The weight of an embedding layer is known by its name, which the layer gives it. */
const vectorsOf = (layer: NamedLayer): Variable | undefined => layer.weights.find((w) => w.name.endsWith('/embeddings') && w.shape.length === 2);

export class EmbeddingLog {
  readonly #logDir: string;
  readonly #metadata: Metadata;
  constructor(logDir: string, metadata: Metadata) {
    this.#logDir = logDir;
    this.#metadata = metadata;
  }
  /**
   * Replaces the tables and `projector_config.pbtxt`.
   * @throws ValueError when there is metadata for a layer that is no embedding of the model
   */
  async write(layers: readonly NamedLayer[]): Promise<void> {
    const { join } = await import('node:path');
    const found = layers.filter((layer) => vectorsOf(layer) !== undefined);
    this.#check(found);
    for (const layer of found) {
      const rows = vectorsOf(layer)!.value().array<number[][]>();
      await writeFileAtomically(join(this.#logDir, fileOf(layer.name)), `${rows.map((row) => row.join('\t')).join('\n')}\n`);
    }
    await writeFileAtomically(join(this.#logDir, 'projector_config.pbtxt'), found.map((layer) => this.#entry(layer)).join(''));
  }
  #check(found: readonly NamedLayer[]): void {
    if (this.#metadata === null || typeof this.#metadata === 'string') return;
    const names = found.map((layer) => layer.name);
    const unknown = Object.keys(this.#metadata).find((name) => !names.includes(name));
    if (unknown !== undefined)
      throw failure('value', {
        op: 'tensorBoard',
        message: `embeddingsMetadata names '${unknown}', which is no embedding layer of the model`,
        valid: names.join(', '),
      });
  }
  #entry(layer: NamedLayer): string {
    const metadata = typeof this.#metadata === 'string' ? this.#metadata : this.#metadata?.[layer.name];
    const path = metadata === undefined ? '' : `  metadata_path: ${quoted(metadata)}\n`;
    return `embeddings {\n  tensor_name: ${quoted(layer.name)}\n${path}  tensor_path: ${quoted(fileOf(layer.name))}\n}\n`;
  }
}
