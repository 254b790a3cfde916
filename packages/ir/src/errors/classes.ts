/** Error classes as in `tf.errors`, one for each canonical gRPC status code. Source: google/rpc/code.proto; `tf.errors`. */
import type { ErrorData } from './report.ts';

/** Base of every error that names an operation. `message` is the rendered text; the other fields are its data. */
export class OpError extends Error {
  static readonly errorCode: number = 2;
  /** The canonical gRPC status code. */
  readonly errorCode: number;
  /** Slug in the error table and in docs/errors.md, e.g. `matmul-inner-dimensions`. */
  readonly code: string;
  /** The operation as users call it, e.g. `matmul`. */
  readonly op: string;
  /** The node that failed; there is one for each operation, so it has its name. Source: `tf.errors.OpError.node_def`. */
  readonly node: string;
  /** Shapes and dtypes that arrived, as text, by argument. */
  readonly operands: Readonly<Record<string, string>>;
  /** Label of the broken constraint in the StableHLO specification, e.g. `c10`. */
  readonly label?: string;
  /** The user's frames, innermost first. */
  readonly userFrames: readonly string[];
  constructor(data: ErrorData) {
    super(data.text);
    this.name = new.target.name;
    this.errorCode = new.target.errorCode;
    this.code = data.code;
    this.op = data.op;
    this.node = data.op;
    this.operands = data.operands;
    this.label = data.label;
    this.userFrames = data.userFrames;
  }
}

export class CancelledError extends OpError {
  static override readonly errorCode: number = 1;
}
export class UnknownError extends OpError {
  static override readonly errorCode: number = 2;
}
export class InvalidArgumentError extends OpError {
  static override readonly errorCode: number = 3;
}
export class DeadlineExceededError extends OpError {
  static override readonly errorCode: number = 4;
}
export class NotFoundError extends OpError {
  static override readonly errorCode: number = 5;
}
export class AlreadyExistsError extends OpError {
  static override readonly errorCode: number = 6;
}
export class PermissionDeniedError extends OpError {
  static override readonly errorCode: number = 7;
}
export class ResourceExhaustedError extends OpError {
  static override readonly errorCode: number = 8;
}
export class FailedPreconditionError extends OpError {
  static override readonly errorCode: number = 9;
}
export class AbortedError extends OpError {
  static override readonly errorCode: number = 10;
}
export class OutOfRangeError extends OpError {
  static override readonly errorCode: number = 11;
}
export class UnimplementedError extends OpError {
  static override readonly errorCode: number = 12;
}
export class InternalError extends OpError {
  static override readonly errorCode: number = 13;
}
export class UnavailableError extends OpError {
  static override readonly errorCode: number = 14;
}
export class DataLossError extends OpError {
  static override readonly errorCode: number = 15;
}
export class UnauthenticatedError extends OpError {
  static override readonly errorCode: number = 16;
}

/** Misuse of the API, caught before any operation runs: Python's ValueError. */
export class ValueError extends RangeError {
  readonly code: string;
  readonly op: string;
  readonly operands: Readonly<Record<string, string>>;
  readonly userFrames: readonly string[];
  constructor(data: ErrorData) {
    super(data.text);
    this.name = 'ValueError';
    this.code = data.code;
    this.op = data.op;
    this.operands = data.operands;
    this.userFrames = data.userFrames;
  }
}

/** A value of the wrong kind or an unknown option: a JavaScript TypeError that carries the same data. */
export class ArgumentTypeError extends TypeError {
  readonly code: string;
  readonly op: string;
  readonly operands: Readonly<Record<string, string>>;
  readonly userFrames: readonly string[];
  constructor(data: ErrorData) {
    super(data.text);
    this.name = 'TypeError';
    this.code = data.code;
    this.op = data.op;
    this.operands = data.operands;
    this.userFrames = data.userFrames;
  }
}
