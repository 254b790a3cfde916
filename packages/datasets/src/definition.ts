/** What a named data set is: its files, where they come from, and how they become arrays. */

export interface DatasetFile {
  /** Name in the cache, and in a folder that the user gives. A file ending in .gz is also accepted and unpacked. */
  readonly name: string;
  /** SHA-256 of the unpacked content, in hex. */
  readonly sha256: string;
  /** Bytes of the unpacked content. */
  readonly bytes: number;
  /** Address for the https provider. */
  readonly url?: string;
  /** Place in a Debian package. */
  readonly debian?: DebianSource;
}

export interface DebianSource {
  readonly package: string;
  /** The version that was tried; another one is accepted when the checksum agrees. */
  readonly version: string;
  readonly path: string;
}

/** One part of a data set as plain arrays. */
export interface DatasetArrays {
  /** [examples, ...feature sizes], row-major. */
  readonly features: Float32Array;
  /** Sizes of one example. */
  readonly featureShape: readonly number[];
  /** One class index an example. */
  readonly labels: Int32Array;
}

export interface DatasetInfo {
  readonly name: string;
  readonly description: string;
  readonly license: string;
  readonly citation: string;
  readonly featureNames?: readonly string[];
  readonly classNames: readonly string[];
}

export interface DatasetDefinition {
  readonly info: DatasetInfo;
  readonly files: readonly DatasetFile[];
  /** Parts by name (train, test) from file contents by name. Features are scaled as `scaling` says. */
  readonly decode: (files: ReadonlyMap<string, Uint8Array>) => Promise<Readonly<Record<string, DatasetArrays>>>;
  /** What was done to the numbers in the files: `divided by 255`. */
  readonly scaling: string;
}
