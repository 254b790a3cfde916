/** What evaluation works with besides operands: result types, functions of the module, and the other processes. */
import type { Scalar } from '../algebra/scalar.ts';
import type { Literal } from '../types/literal.ts';
import type { TensorType, Type } from '../types/type.ts';
import type { RandomSource } from './random-source.ts';

export interface TokenValue {
  readonly kind: 'token';
}
export interface TupleValue {
  readonly kind: 'tuple';
  readonly elements: readonly EvalValue[];
}
/** A value of the evaluator: a tensor, a token, or a tuple (which also stands for a future's contents). */
export type EvalValue = Literal | TokenValue | TupleValue;

export const tokenValue: TokenValue = Object.freeze({ kind: 'token' });
/** The type of a tensor; other values have none of their own. */
export const typeOfEval = (v: EvalValue): TensorType | undefined => ('type' in v ? v.type : undefined);
export const tupleValue = (elements: readonly EvalValue[]): TupleValue => ({ kind: 'tuple', elements });

/** Place of this process in the grid of replicas and partitions, and its means to meet the others. */
export interface ProcessContext {
  readonly replicaId: number;
  readonly partitionId: number;
  readonly replicas: number;
  readonly partitions: number;
  /**
   * Offers `operands` to the processes of `group` under `channel` and returns what all of them offered, in the group's order.
   * A process is [replica, partition].
   */
  readonly exchange: (channel: string, group: readonly (readonly [number, number])[], operands: readonly EvalValue[]) => readonly (readonly EvalValue[])[];
  readonly send: (channel: string, values: readonly EvalValue[]) => void;
  readonly receive: (channel: string) => readonly EvalValue[];
  /** The next values of the infeed. */
  readonly infeed: () => readonly EvalValue[];
  readonly outfeed: (values: readonly EvalValue[]) => void;
}

/** Types of a function of the module. */
export interface FunctionSignature {
  readonly arguments: readonly Type[];
  readonly results: readonly Type[];
}

/** Another process, for a call on its behalf. */
export interface CallAs {
  readonly process: ProcessContext;
  readonly print: (text: string) => void;
}

export interface EvalContext {
  /** Types of the operation's results, as inferred or as written. */
  readonly resultTypes: readonly Type[];
  /** Calls a function of the module by name. */
  readonly call: (symbol: string, args: readonly EvalValue[], as?: CallAs) => readonly EvalValue[];
  /** Argument and result types of a function of the module. */
  readonly signature: (symbol: string) => FunctionSignature;
  readonly process: ProcessContext;
  /** The elements of a scalar expression over literals of one shape (or scalars), operation by operation. */
  readonly evaluateScalar: (expression: Scalar, inputs: readonly Literal[], type: TensorType) => Literal;
  /** Writes what `interpreter.print` and the like show. */
  readonly print: (text: string) => void;
  /** The evaluation's stream of random bits. */
  readonly random: RandomSource;
}
