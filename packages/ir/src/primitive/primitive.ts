/**
 * What a primitive is: one value that holds its signature, types, meaning, derivative, batching and lowering.
 * `definePrimitive` takes rules that name operands and makes them positional, which is what builders call.
 */
import type { Lowered } from '../algebra/forms.ts';
import type { Scalar } from '../algebra/scalar.ts';
import type { Methods } from '../builder/methods.ts';
import type { Region, Value } from '../builder/value.ts';
import type { EvalContext, EvalValue } from '../evaluate/context.ts';
import type { Program } from '../program/program.ts';
import type { Dim } from '../types/dim.ts';
import type { ElementType } from '../types/element.ts';
import type { Literal } from '../types/literal.ts';
import type { Shape, TensorType, Type } from '../types/type.ts';
import type { AttributeSpecs, Attributes, AttributeValues } from './attributes.ts';
import type { OperandSpec, Optional, Variadic } from './constraints.ts';

/** An operand as inference and lowering see it. `type` is a tensor's unless the operand takes other kinds. */
export interface Arg {
  /** The operand's name, for messages. */
  readonly name: string;
  readonly type: TensorType;
  readonly shape: Shape;
  readonly element: ElementType;
  readonly rank: number;
}

export type OperandSpecs = Readonly<Record<string, OperandSpec>>;
/** Regions by name: one program, or a list of them. */
export type RegionSpecs = Readonly<Record<string, 'one' | 'variadic'>>;

type MapOperands<O extends OperandSpecs, T> = { readonly [K in keyof O]: O[K] extends Variadic ? readonly T[] : O[K] extends Optional ? T | undefined : T };
type MapRegions<R extends RegionSpecs, T> = { readonly [K in keyof R]: R[K] extends 'variadic' ? readonly T[] : T };

/** Arguments of `infer`, `constraints` and `lower`. */
export type TypeArgs<O extends OperandSpecs, A extends AttributeSpecs, R extends RegionSpecs> = MapOperands<O, Arg> &
  AttributeValues<A> &
  MapRegions<R, Program>;

/** Calls a region of the operation on evaluated arguments. */
export type RegionCall = (...args: EvalValue[]) => EvalValue[];

/** Arguments of `evaluate`: operands as literals. An operand that takes tokens or tuples arrives as such; cast it. */
export type EvalArgs<O extends OperandSpecs, A extends AttributeSpecs, R extends RegionSpecs> = MapOperands<O, Literal> &
  AttributeValues<A> &
  MapRegions<R, RegionCall>;

/** Arguments of derivative and batching rules: operands as values of the builder at work. */
export type BuildArgs<O extends OperandSpecs, A extends AttributeSpecs, R extends RegionSpecs> = MapOperands<O, Value> &
  AttributeValues<A> &
  MapRegions<R, Region>;

/** The results of the operation; `results[0]` for most. */
export interface WithResults {
  readonly results: readonly Value[];
}
/** Cotangents by result; null where the result has no influence. `ct` is the first, with zeros made where it is null. */
export interface WithCotangents {
  readonly ct: Value;
  readonly cts: readonly (Value | null)[];
}

/** The gradient of a pointwise result by one operand, as a scalar expression over the operands and the result `y`. */
export type PartialRule<O extends OperandSpecs> = (scalars: { readonly [K in keyof O]: Scalar } & { readonly y: Scalar }) => Scalar;

type Cotangent<S extends OperandSpec> = S extends Variadic ? readonly (Value | null)[] : Value | null;

/**
 * How results change with operands. Cotangents follow TensorFlow's convention for complex numbers: the rule of a linear map is its adjoint.
 * - `partials`: pointwise; one rule an operand, null where the operand is not differentiable (a predicate, an index).
 * - `transpose`: linear. `jointly`: f(x + dx, y + dy) = f(x, y) + f(dx, dy). `separately`: linear in each operand with the others fixed.
 *   A rule may read the types, but not the values, of the operands that it differentiates by. Operands without a rule are not differentiable.
 * - `jvp`: tangents of the results from tangents of the operands (null is zero). `vjp`: cotangents of the operands by name.
 * - `'zero'`: locally constant. `'none'`: asking raises UnimplementedError.
 */
export type Derivative<O extends OperandSpecs, A extends AttributeSpecs, R extends RegionSpecs> =
  | { readonly partials: readonly (PartialRule<O> | null)[] }
  | {
      readonly linear: 'jointly' | 'separately';
      readonly transpose: { readonly [K in keyof O]?: (args: BuildArgs<O, A, R> & WithCotangents, b: Methods) => Cotangent<O[K]> };
    }
  | {
      readonly jvp: (
        args: BuildArgs<O, A, R> & WithResults & { readonly tangents: MapOperands<O, Value | null> },
        b: Methods,
      ) => Value | readonly (Value | null)[];
    }
  | {
      readonly vjp: (
        args: BuildArgs<O, A, R> &
          WithResults &
          WithCotangents & {
            /** Whether the cotangent of an operand is asked for; of a variadic one, of any of its values or of the one at `index`. */
            readonly needs: (operand: keyof O, index?: number) => boolean;
            /** For each capture of the regions, in order: whether its cotangent is asked for. */
            readonly neededCaptures: readonly boolean[];
          },
        b: Methods,
      ) => { readonly [K in keyof O]?: Cotangent<O[K]> } & { readonly captures?: readonly (Value | null)[] };
    }
  | 'zero'
  | 'none';

/** An operand under batching. A batched value carries the batch axis first. */
export interface Batched {
  readonly value: Value;
  readonly batched: boolean;
  /** The type of one example. */
  readonly type: TensorType;
}

/**
 * How the operation runs on a whole batch. A rule gets every operand with its batch axis first where it has one, and returns all results
 * with the batch axis first. `size` is the batch size. 'elementwise' broadcasts what is not batched; 'loop' runs example by example
 * (correct for everything, fast for nothing: for operations without a better rule). A rule may answer 'loop' for cases that it leaves out.
 */
export type BatchRule<O extends OperandSpecs, A extends AttributeSpecs, R extends RegionSpecs> =
  | 'elementwise'
  | 'loop'
  | 'none'
  | ((args: MapOperands<O, Batched> & AttributeValues<A> & MapRegions<R, Region> & { readonly size: Dim }, b: Methods) => Value | readonly Value[] | 'loop');

/** A condition: true, or what is wrong. The key (`c1`) is the label in the specification. */
export type Constraint<Args> = (args: Args) => boolean | string;

/** Facts about a primitive that shared code may ask for, instead of comparing names. */
export interface Traits {
  /** The result is the operand's elements in the same order: reshape, bitcast of equal width. */
  readonly movesNoData?: boolean;
  readonly commutative?: boolean;
  /** Draws random numbers. */
  readonly stochastic?: boolean;
  /** Writes, reads or synchronizes outside its results; never removed, merged or reordered. */
  readonly sideEffect?: boolean;
  /** Its effect can be limited to some examples of a batch: see ops/control/mask.ts. */
  readonly maskable?: boolean;
  /** Meets the same operation of other processes. */
  readonly collective?: boolean;
  /** Ends a region. */
  readonly terminator?: boolean;
  /** Results are constant, whatever runs: constant, iota. */
  readonly constantLike?: boolean;
  /** The attribute that names the function of the module which the operation applies to its operands. */
  readonly calls?: string;
  /** Never duplicated by fusion. */
  readonly expensive?: boolean;
  /**
   * How it runs on quantized tensors: on stored integers, or on the numbers that they stand for. By default arithmetic (what lowers to a
   * pointwise form or a contraction) and moves between different scales are dequantized; see `evaluate/quantized.ts`.
   */
  readonly quantized?: 'stored' | 'dequantized';
}

/** What the author of a primitive writes. */
export interface PrimitiveDefinition<O extends OperandSpecs, A extends AttributeSpecs, R extends RegionSpecs> {
  /** With the dialect: `stablehlo.tanh`. */
  readonly name: string;
  readonly operands: O;
  readonly attributes?: A;
  readonly regions?: R;
  /** How many results: 'one' (the default), a fixed number, or as many as the types say. The Builder's method returns a list unless 'one'. */
  readonly results?: 'one' | 'variadic' | number;
  readonly constraints?: Readonly<Record<string, Constraint<TypeArgs<O, A, R>>>>;
  /** Types of the results; called when all constraints hold. A single type stands for one result. */
  readonly infer: (args: TypeArgs<O, A, R>) => Type | readonly Type[];
  /** The meaning, element by element: slow and obviously right. A single value stands for one result. */
  readonly evaluate: (args: EvalArgs<O, A, R>, context: EvalContext) => EvalValue | readonly EvalValue[];
  readonly derivative: Derivative<O, A, R>;
  readonly batch: BatchRule<O, A, R>;
  readonly lower: (args: TypeArgs<O, A, R>) => Lowered;
  /** What a composite means in other primitives: for devices without a kernel for it, and for export. Its other rules must agree with it. */
  readonly body?: (args: BuildArgs<O, A, R>, b: Methods) => Value | readonly Value[];
  readonly traits?: Traits;
  /**
   * The short form in MLIR text, in the language of text/assembly.ts: `$operand , dims = $permutation attrs type(functional)`.
   * Without it, a primitive that has neither attributes nor regions has the elementwise form, and others only the generic one.
   */
  readonly assembly?: string;
  /** Name of the Builder's method, where the short name in camelCase is taken or a reserved word. */
  readonly method?: string;
}

/** Any primitive, as shared code sees it: rules are positional. */
export interface Primitive {
  readonly name: string;
  readonly dialect: string;
  /** Without the dialect: `tanh`. */
  readonly shortName: string;
  readonly method: string;
  readonly operandNames: readonly string[];
  readonly operands: OperandSpecs;
  readonly attributes: AttributeSpecs;
  readonly regions: RegionSpecs;
  readonly results: 'one' | 'variadic' | number;
  readonly constraintLabels: readonly string[];
  readonly traits: Traits;
  readonly assembly?: string;
  /** The results of a composite, built of other primitives; see `PrimitiveDefinition.body`. */
  readonly body?: (operands: readonly Value[], attributes: Attributes, regions: readonly Region[], b: Methods) => readonly Value[];
  /** Small and unique: a key for caches. */
  readonly id: number;
  /** Result types; checks counts, operand types, attributes and constraints, and throws InvalidArgumentError with the label. */
  readonly infer: (operands: readonly Type[], attributes: Attributes, regions: readonly Program[]) => readonly Type[];
  readonly evaluate: (operands: readonly EvalValue[], attributes: Attributes, regions: readonly RegionCall[], context: EvalContext) => readonly EvalValue[];
  readonly lower: (operands: readonly Type[], attributes: Attributes, regions: readonly Program[]) => Lowered;
  /** Attributes with defaults filled in. Throws for unknown, missing or malformed ones. */
  readonly complete: (attributes: Attributes) => Attributes;
  /** Names operands, attributes and regions for a rule. */
  readonly named: (operands: readonly unknown[], attributes: Attributes, regions: readonly unknown[]) => Record<string, unknown>;
  /** Positions of an operand by name: one index, or several for a variadic operand. */
  readonly positions: (operandCount: number) => Readonly<Record<string, readonly number[]>>;
  // Rules keep named arguments; transforms call them with `named(...)`.
  readonly derivative: Derivative<OperandSpecs, AttributeSpecs, RegionSpecs>;
  readonly batch: BatchRule<OperandSpecs, AttributeSpecs, RegionSpecs>;
}
