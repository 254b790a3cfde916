/** The event files of one run: read as they grow, into samples by tag. Node only. */
import { stat } from 'node:fs/promises';
import { FormatError, GrowingRecordFile } from '@millrace/formats';
import {
  type DenseTensor,
  decodeEvent,
  type Event,
  exactInteger,
  type MessageBytes,
  type ScannedScalar,
  type Summary_Value,
  scanScalarEvent,
  TagTable,
} from '@millrace/formats/protobuf';
import type { ReaderOptions } from './reader-options.ts';
import { Reservoir } from './reservoir.ts';
import { ScalarSeries } from './scalar-series.ts';
import { graphMetadata, metadataOf, runGraphTag, runMetadataMetadata, type TagMetadata, tensorOf } from './upgrade.ts';

/** A kept tensor or list of byte strings. */
export interface TensorSample {
  readonly step: number;
  readonly wallTime: number;
  readonly tensor: DenseTensor;
}

export interface Tag {
  readonly name: string;
  readonly metadata: TagMetadata;
  /** Exactly one of the two is there, by the data class. */
  readonly scalars: ScalarSeries | null;
  readonly samples: Reservoir<TensorSample> | null;
}

interface FileState {
  readonly records: GrowingRecordFile;
  /** Whether the file can be read on: false after damage. */
  alive: boolean;
}

/** Tags of a run at most: a damaged or hostile file must not fill the memory with names. */
const maxTags = 100_000;

export class RunReader {
  readonly name: string;
  readonly tags: Map<string, Tag> = new Map();
  /** Time of the first event, in seconds; null before it. */
  firstWallTime: number | null = null;
  /** What could not be read, each once. */
  readonly problems: Set<string> = new Set();
  /** Bytes of whole records that were read. */
  bytesRead = 0;
  readonly #options: ReaderOptions;
  readonly #files: Map<string, FileState> = new Map();
  readonly #table = new TagTable();
  /** By the numbers of `#table`; null for a tag whose values are not kept. */
  readonly #byNumber: (Tag | null | undefined)[] = [];
  readonly #found: ScannedScalar = { wallTime: 0, step: 0, tag: 0, value: 0 };
  #fileVersion = 0;

  constructor(name: string, options: ReaderOptions) {
    this.name = name;
    this.#options = options;
  }
  addFile(path: string): void {
    if (this.#files.has(path)) return;
    const records = new GrowingRecordFile(path, { maxRecordBytes: this.#options.maxRecordBytes, pause: this.#options.pause });
    this.#files.set(path, { records, alive: true });
  }
  /** Reads what is new in all files, in the order of their names. */
  async reload(): Promise<void> {
    for (const path of [...this.#files.keys()].sort()) await this.#read(path, this.#files.get(path)!);
  }
  async #read(path: string, file: FileState): Promise<void> {
    if (!file.alive || (await this.#isInactive(path, file))) return;
    const from = file.records.offset;
    try {
      await file.records.read((record) => this.#take(record));
    } catch (error) {
      if (error instanceof FormatError) {
        // What stood before the damage is kept; nothing behind it can be trusted, not even where records begin.
        file.alive = false;
        this.problems.add(`${path}: ${error.message}`);
      } else if ((error as { code?: string }).code === 'ENOENT') this.#files.delete(path);
      else throw error;
    }
    this.bytesRead += Math.max(0, file.records.offset - from);
  }
  /** Whether a file that was read has not changed for so long that it is left alone. */
  async #isInactive(path: string, { records }: FileState): Promise<boolean> {
    if (records.offset === 0) return false;
    const facts = await stat(path).catch((error: { code?: string }) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    return facts !== null && facts.size === records.offset;
  }

  #take(record: MessageBytes): void {
    const found = this.#found;
    if (scanScalarEvent(record, this.#table, found)) {
      const tag = this.#byNumber[found.tag];
      if (tag === null) return;
      if (tag?.scalars) {
        this.firstWallTime ??= found.wallTime;
        tag.scalars.add(this.#step(found.step), found.wallTime, found.value);
        return;
      }
    }
    this.#takeEvent(decodeEvent(record.bytes.subarray(record.start, record.end)));
  }
  #takeEvent({ wallTime, step, what }: Event): void {
    this.firstWallTime ??= wallTime;
    if (what.case === 'fileVersion') this.#fileVersion = Number(/\d+$/.exec(what.value)?.[0] ?? 0);
    else if (what.case === 'sessionLog' && what.value.status === 1 && this.#fileVersion >= 2) this.#restart(this.#step(exactInteger(step)));
    else if (what.case === 'graphDef') this.#takeBlob(runGraphTag, graphMetadata, step, wallTime, what.value);
    else if (what.case === 'taggedRunMetadata') this.#takeBlob(what.value.tag, runMetadataMetadata, step, wallTime, what.value.runMetadata);
    else if (what.case === 'summary') for (const value of what.value.value) this.#takeValue(this.#step(exactInteger(step)), wallTime, value);
  }
  #takeBlob(name: string, metadata: TagMetadata, step: bigint, wallTime: number, bytes: Uint8Array): void {
    const tag = this.tags.get(name) ?? this.#newTag(name, metadata);
    tag?.samples?.add({ step: this.#step(exactInteger(step)), wallTime, tensor: { dtype: 'string', shape: [], values: [bytes.slice()] } });
  }
  #takeValue(step: number, wallTime: number, value: Summary_Value): void {
    const tag = this.tags.get(value.tag) ?? this.#newTag(value.tag, metadataOf(value));
    if (tag === null) return;
    const tensor = tensorOf(value);
    if (tensor === null) return;
    if (tag.samples !== null) tag.samples.add({ step, wallTime, tensor: copied(tensor) });
    else if (tensor.values.length === 1) tag.scalars!.add(step, wallTime, Number(tensor.values[0]));
    else this.problems.add(`tag '${value.tag}': a scalar of shape [${tensor.shape}] at step ${step}`);
  }
  /** The tag of a first value; null where nothing says what it is. */
  #newTag(name: string, metadata: TagMetadata | null): Tag | null {
    if (this.tags.size >= maxTags) this.problems.add(`more than ${maxTags} tags: later ones are left out`);
    const keeps = metadata !== null && metadata.dataClass !== null && this.tags.size < maxTags;
    const limit = (plugin: string): number => this.#options.samples[plugin] ?? this.#options.samples.other;
    const tag: Tag | null = keeps
      ? {
          name,
          metadata,
          scalars: metadata.dataClass === 'scalar' ? new ScalarSeries(limit(metadata.plugin)) : null,
          samples: metadata.dataClass === 'scalar' ? null : new Reservoir(limit(metadata.plugin)),
        }
      : null;
    if (tag !== null) {
      this.tags.set(name, tag);
      const bytes = new TextEncoder().encode(name);
      this.#byNumber[this.#table.indexOf(bytes, 0, bytes.length)] = tag;
    }
    return tag;
  }
  /** A training that went on from an earlier step: what was written after that step is void. */
  #restart(step: number): void {
    if (!this.#options.purgeOrphanedData) return;
    for (const { scalars, samples } of this.tags.values()) {
      scalars?.dropFrom(step);
      samples?.dropWhere((s) => s.step >= step);
    }
  }
  #step(step: number | bigint): number {
    if (typeof step === 'bigint') this.problems.add('steps beyond 2^53 are rounded');
    return Number(step);
  }
}

/** Samples outlive the buffer that their bytes were read into. */
const copied = (tensor: DenseTensor): DenseTensor =>
  tensor.dtype === 'string' ? { ...tensor, values: (tensor.values as readonly Uint8Array[]).map((b) => b.slice()) } : tensor;
