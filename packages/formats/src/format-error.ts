/** The error of every reader: what is wrong, in which format, at which byte. Packages above turn it into `tf.errors.DataLossError`. */
export class FormatError extends Error {
  readonly format: string;
  /** Byte offset of the damage, where it is known. */
  readonly offset?: number;
  constructor(format: string, message: string, offset?: number) {
    super(`${format}: ${message}${offset === undefined ? '' : ` at byte ${offset}`}`);
    this.name = 'FormatError';
    this.format = format;
    this.offset = offset;
  }
}
