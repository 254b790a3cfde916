/** Rows of the layer battery. */
import type { Tensor } from '@millrace/core';
import type { layers } from '@millrace/keras';

type Layer = layers.Layer;

export type { Layer };

/** A factory, or the class's `new` in a function. */
export type MakeLayer<O> = (options: O) => Layer;

export interface LayerRow<O> {
  readonly name?: string;
  readonly options: O;
  /** Shape of the input with the batch, or a list of shapes. */
  readonly input: readonly number[] | readonly (readonly number[])[];
  /** Integers in [0, upTo) instead of normal numbers. */
  readonly integers?: number;
  /** Shape of the output with the batch. */
  readonly output: readonly number[];
  /** `name:sizes` of the trainable weights in order: `['kernel:3x10', 'bias:10']`. Default none. */
  readonly trainable?: readonly string[];
  /** The same for weights that do not train. Default none. */
  readonly nonTrainable?: readonly string[];
  /** Inputs (nested arrays) and the outputs that follow from the definition, for a few numbers. */
  readonly values?: {
    readonly in: unknown;
    readonly out: unknown;
    readonly weights?: readonly unknown[];
    readonly training?: boolean;
    readonly tolerance?: number;
  };
  /** Whether gradients are compared with differences; false where the layer is random or its input has none. Default true. */
  readonly gradients?: boolean;
  /** Whether a mask on the input comes out again. Default: not checked. */
  readonly mask?: 'passes' | 'drops';
  /** Whether the layer can stand in a saved model. Default true. */
  readonly saves?: boolean;
}

export interface RejectRow<O> {
  readonly options: O;
  /** Shape of an input to call the layer on; left out where the options alone are wrong. */
  readonly input?: readonly number[] | readonly (readonly number[])[];
  readonly message: RegExp;
}

/** Whether a row's input is a list of shapes. */
export const isList = (input: readonly number[] | readonly (readonly number[])[]): input is readonly (readonly number[])[] => Array.isArray(input[0]);

/** Tensors or one tensor. */
export type Inputs = Tensor | readonly Tensor[];
