/** Every error that users can meet, by code. docs/errors.md has a section for each; a test compares both directions. */
import * as classes from './classes.ts';
import type { ErrorData } from './report.ts';

export interface ErrorEntry {
  readonly type: new (data: ErrorData) => classes.OpError | classes.ValueError | classes.ArgumentTypeError;
  /** One line for the manual. */
  readonly summary: string;
}

const {
  InvalidArgumentError,
  FailedPreconditionError,
  UnimplementedError,
  InternalError,
  NotFoundError,
  PermissionDeniedError,
  DataLossError,
  ResourceExhaustedError,
  OutOfRangeError,
  UnavailableError,
  CancelledError,
  ValueError,
  ArgumentTypeError,
} = classes;

export type ErrorCode =
  | 'constraint'
  | 'operand-type'
  | 'operand-count'
  | 'attribute'
  | 'dtype-mismatch'
  | 'shape-mismatch'
  | 'matmul-inner-dimensions'
  | 'broadcast'
  | 'rank'
  | 'index-out-of-range'
  | 'ragged-nested-array'
  | 'invalid-value'
  | 'integer-division-by-zero'
  | 'non-finite'
  | 'value'
  | 'unknown-option'
  | 'wrong-kind'
  | 'not-differentiable'
  | 'not-batchable'
  | 'unimplemented'
  | 'parse'
  | 'verify'
  | 'evaluation'
  | 'disposed'
  | 'donated'
  | 'tape-used'
  | 'escaped'
  | 'traced'
  | 'retraced-variables'
  | 'precondition'
  | 'not-found'
  | 'permission'
  | 'disk-full'
  | 'corrupted'
  | 'limit'
  | 'end-of-sequence'
  | 'unavailable'
  | 'cancelled'
  | 'internal';

/** The table; keys are the codes. */
export const errorTable: Readonly<Record<ErrorCode, ErrorEntry>> = {
  constraint: { type: InvalidArgumentError, summary: 'A constraint of the StableHLO specification does not hold; its label is in the message.' },
  'operand-type': { type: InvalidArgumentError, summary: 'An operand has an element type or a rank that the operation does not take.' },
  'operand-count': { type: InvalidArgumentError, summary: 'An operation got too few or too many operands.' },
  attribute: { type: InvalidArgumentError, summary: 'An attribute is missing, unknown, or has a value out of range.' },
  'dtype-mismatch': { type: InvalidArgumentError, summary: 'Two arguments must share one dtype; there is no implicit promotion. Use `tf.cast`.' },
  'shape-mismatch': { type: InvalidArgumentError, summary: 'Shapes of arguments do not fit each other.' },
  'matmul-inner-dimensions': { type: InvalidArgumentError, summary: 'The last size of `a` must equal the second-to-last size of `b`.' },
  broadcast: { type: InvalidArgumentError, summary: 'Two shapes cannot be broadcast: aligned at the right, sizes must be equal or 1.' },
  rank: { type: InvalidArgumentError, summary: 'A tensor has a rank that the function does not take.' },
  'index-out-of-range': { type: InvalidArgumentError, summary: 'An index is not within the size of its dimension.' },
  'ragged-nested-array': { type: InvalidArgumentError, summary: 'A nested array given as a tensor has rows of different lengths.' },
  'invalid-value': { type: InvalidArgumentError, summary: 'The value of an argument is not valid for the operation.' },
  'integer-division-by-zero': { type: InvalidArgumentError, summary: 'Integer division or remainder by zero.' },
  'non-finite': { type: InvalidArgumentError, summary: '`checkNumerics` found NaN or infinity.' },
  value: {
    type: ValueError,
    summary: 'An argument from JavaScript is out of its range: NaN or fractional where an integer is needed, an unknown name, a wrong count.',
  },
  'unknown-option': { type: ArgumentTypeError, summary: 'An options object holds a key that the function does not have.' },
  'wrong-kind': { type: ArgumentTypeError, summary: 'An argument is not of a kind that the function takes.' },
  'not-differentiable': { type: UnimplementedError, summary: 'An operation has no derivative with respect to an argument that one was asked for.' },
  'not-batchable': { type: UnimplementedError, summary: 'An operation cannot run under `vectorizedMap`.' },
  unimplemented: { type: UnimplementedError, summary: 'A documented part of TensorFlow that is not here yet; see docs/porting.md.' },
  parse: { type: InvalidArgumentError, summary: 'MLIR text has a syntax error; line and column are in the message.' },
  verify: { type: InvalidArgumentError, summary: 'A program is not well formed.' },
  evaluation: { type: InvalidArgumentError, summary: 'The reference evaluator met a state that the specification does not define.' },
  disposed: { type: FailedPreconditionError, summary: 'A tensor or variable was used after `dispose`.' },
  donated: { type: FailedPreconditionError, summary: 'A tensor was used after it was donated to a program.' },
  'tape-used': { type: FailedPreconditionError, summary: 'A gradient tape that is not persistent was asked for gradients twice.' },
  escaped: { type: FailedPreconditionError, summary: 'A tensor of a traced function was used after the trace had ended; return it from the function.' },
  traced: {
    type: FailedPreconditionError,
    summary: 'JavaScript asked for the data of a tensor that has none yet, inside a traced function: use `tf.cond`, `tf.whileLoop`, `tf.where` or `tf.mapFn`.',
  },
  'retraced-variables': { type: ValueError, summary: 'A `tf.function` made variables in a trace other than its first: make them once, outside.' },
  precondition: { type: FailedPreconditionError, summary: 'An object is not in the state that the call needs.' },
  'not-found': { type: NotFoundError, summary: 'A file, a key or an object does not exist.' },
  permission: { type: PermissionDeniedError, summary: 'The system does not let this program read or write a file.' },
  'disk-full': { type: ResourceExhaustedError, summary: 'A file could not be written whole because the disk is full; the file that was there is as it was.' },
  corrupted: { type: DataLossError, summary: 'A file is truncated or corrupted; the byte offset is in the message.' },
  limit: { type: ResourceExhaustedError, summary: 'A size or an allocation is above its limit.' },
  'end-of-sequence': { type: OutOfRangeError, summary: 'An iterator has no more elements.' },
  unavailable: { type: UnavailableError, summary: 'No provider could give what was asked for; each one tried is named.' },
  cancelled: { type: CancelledError, summary: 'Work was cancelled by its AbortSignal or by Ctrl-C.' },
  internal: { type: InternalError, summary: 'A defect of Millrace.' },
};
