/** What dashboards read, whatever holds it: log directories, a server, a browser. Source: TensorBoard's DataProvider (tensorboard/data/provider.py). */
import type { ScalarColumns } from '../reader/scalar-series.ts';

export interface RunFacts {
  readonly name: string;
  /** Seconds since 1970; null where no event has come. */
  readonly startTime: number | null;
}

export interface TagFacts {
  readonly displayName: string;
  /** Markdown. */
  readonly description: string;
  readonly pluginContent: Uint8Array;
  /** Of blob sequences: the longest that is kept. */
  readonly maxLength: number;
}

export interface TensorPoint {
  readonly step: number;
  readonly wallTime: number;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: ArrayLike<number> | ArrayLike<bigint> | readonly Uint8Array[];
}

export interface BlobsPoint {
  readonly step: number;
  readonly wallTime: number;
  readonly blobs: readonly Uint8Array[];
}

/** Tags by run; runs without any are absent. */
export type Listing = ReadonlyMap<string, ReadonlyMap<string, TagFacts>>;

/** All answers are in the order in which things were written. A run or a tag that is not there, or is of another kind, reads as null. */
export interface DataProvider {
  /** Where the data is from, for people. */
  readonly location: string;
  listRuns(): Promise<readonly RunFacts[]>;
  /** Names of plugins that have data. */
  activePlugins(): Promise<ReadonlySet<string>>;
  listScalars(plugin: string): Promise<Listing>;
  readScalars(plugin: string, run: string, tag: string): Promise<ScalarColumns | null>;
  listTensors(plugin: string): Promise<Listing>;
  readTensors(plugin: string, run: string, tag: string): Promise<readonly TensorPoint[] | null>;
  listBlobSequences(plugin: string): Promise<Listing>;
  readBlobSequences(plugin: string, run: string, tag: string): Promise<readonly BlobsPoint[] | null>;
}
