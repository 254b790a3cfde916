/** How log directories are read. */

/** Values that are kept of each tag, by plugin; 0 keeps all. Source: TensorBoard's defaults. */
export const defaultSamples: Readonly<Record<string, number>> = { scalars: 1000, images: 10, audio: 10, histograms: 500, pr_curves: 100, text: 10, other: 10 };

export interface ReaderOptions {
  /** Values kept of each tag, by plugin name; `other` for those without an own. */
  readonly samples: Readonly<Record<string, number>>;
  /** Whether a restart of the training drops what was written after its step. */
  readonly purgeOrphanedData: boolean;
  readonly maxRecordBytes: number;
  /** Whether to stop reading after the chunk in progress. */
  readonly pause?: () => boolean | Promise<boolean>;
}

export const defaultReaderOptions: ReaderOptions = { samples: defaultSamples, purgeOrphanedData: true, maxRecordBytes: 1 << 30 };
