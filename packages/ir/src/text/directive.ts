/** What a custom syntax of an assembly is: a way to read and a way to print. */
import type { Operation, ProgramRegion, ProgramValue } from '../program/program.ts';
import type { OperationReader, PendingOperation } from './operation-reader.ts';

export interface PrintedRegion {
  /** Names of the region's own arguments. */
  readonly names: readonly string[];
  /** The operations in braces, without a block header. */
  readonly body: string;
  /** The operations in braces, the arguments in a block header. */
  readonly block: string;
}

/** What a directive prints with: the names and the indentation of the block that the operation is in. */
export interface BlockPrinter {
  readonly indent: string;
  readonly name: (value: ProgramValue) => string;
  /** A region of an operation of this block. `given`: names that its arguments must take. */
  readonly region: (region: ProgramRegion, given?: readonly string[]) => PrintedRegion;
}

export interface Directive {
  readonly parse: (reader: OperationReader, pending: PendingOperation) => void;
  readonly print: (operation: Operation, printer: BlockPrinter) => string;
}
