/**
 * Pointwise operations on WASM vectors: any scalar expressions over operands that are walked one by one or stand still along the
 * innermost axis. Sizes and strides are in the descriptor; the code knows the expressions, the element types and how many loops there are.
 */
import { type ElementType, type PointwiseForm, type Scalar, scalarOpInfo } from '@millrace/ir';
import { field, loadFour, loadSplat, storeFour, storeSome } from '../emit/wasm/elements.ts';
import { add, type Expr, geU, i32, op } from '../emit/wasm/expr.ts';
import type { FunctionBuilder, Local } from '../emit/wasm/function-builder.ts';
import type { ModuleBuilder } from '../emit/wasm/module-builder.ts';
import { canVectorize, emitScalars } from '../emit/wasm/scalar-code.ts';
import type { KernelSource, Split } from './kernel.ts';
import { collapse, type Nest, type OperandLayout, type Stream, streamOf } from './layout.ts';

/** A pointwise kernel with the loop nest it runs over. Streams of the nest are the operands in order. */
export interface PointwisePlan {
  readonly kernel: KernelSource;
  readonly nest: Nest;
  /** First position of each operand, in elements. */
  readonly starts: readonly number[];
  readonly inputs: readonly ElementType[];
  readonly results: readonly ElementType[];
}

/** Loops beyond this are not worth code of their own: the operand is copied to row-major first. */
const mostLoops = 4;

/** The plan of a pointwise form, or null where this target has no vector code for it or an operand is walked in jumps. */
export function planPointwise(
  form: PointwiseForm,
  operands: readonly OperandLayout[],
  shape: readonly number[],
  results: readonly ElementType[],
): PointwisePlan | null {
  const types = operands.map((o) => o.element);
  if (!form.results.every((e, k) => canVectorize(e, types, results[k]))) return null;
  const streams = operands.map((o, i) => operandStream(form, o, i, shape.length));
  if (streams.some((s) => s === null)) return null;
  const found = streams as Stream[];
  const nest = collapse(
    shape,
    found.map((s) => s.strides),
  );
  const inner = nest.sizes.length - 1;
  if (nest.sizes.length > mostLoops || nest.strides.some((s) => s[inner] !== 0 && s[inner] !== 1)) return null;
  const walks = nest.strides.map((s) => s[inner] === 1);
  return { kernel: pointwiseKernel(form.results, types, walks, results, nest.sizes.length), nest, starts: found.map((s) => s.start), inputs: types, results };
}

function operandStream(form: PointwiseForm, operand: OperandLayout, i: number, rank: number): Stream | null {
  const map = form.maps?.[i];
  if (map) return streamOf(map, operand, rank);
  return { strides: operand.shape.length === rank ? operand.strides : new Array<number>(rank).fill(0), start: 0 };
}

/**
 * Descriptor: sizes (outermost first), then addresses of operands and results, then for each outer axis the operands' strides in bytes.
 * Results are row-major. In place is allowed where operand and result are walked alike.
 */
export function pointwiseFields<A>(plan: PointwisePlan, addresses: readonly A[]): (number | A)[] {
  const outer = plan.nest.sizes.slice(0, -1).flatMap((_, axis) => plan.inputs.map((element, i) => plan.nest.strides[i][axis] * element.bytes));
  return [...plan.nest.sizes, ...addresses, ...outer];
}

/** Along the outermost loop; `multiple` keeps whole vectors together. */
export function pointwiseSplit({ nest, inputs, results }: PointwisePlan): Split {
  const { sizes, strides } = nest;
  const loops = sizes.length;
  const inner = sizes.slice(1).reduce((a, b) => a * b, 1);
  const moves = [
    ...inputs.map((element, i) => ({ field: loops + i, step: strides[i][0] * element.bytes })),
    ...results.map((element, k) => ({ field: loops + inputs.length + k, step: inner * element.bytes })),
  ];
  return { extent: 0, multiple: loops === 1 ? 64 : 1, moves };
}

/** Rough cost of an expression an element, parts counted once. */
export function expressionCost(expressions: readonly Scalar[]): number {
  const seen = new Set<Scalar>();
  const visit = (s: Scalar): number => {
    if (s.node.kind !== 'apply' || seen.has(s)) return 0;
    seen.add(s);
    return scalarOpInfo(s.node.op).cost + s.node.args.reduce((sum, a) => sum + visit(a), 0);
  };
  return expressions.reduce((sum, e) => sum + visit(e), 0);
}

function pointwiseKernel(
  expressions: readonly Scalar[],
  inputs: readonly ElementType[],
  walks: readonly boolean[],
  results: readonly ElementType[],
  loops: number,
): KernelSource {
  const operands = inputs.map((t, i) => `${t.name}${walks[i] ? '' : '!'}`).join(',');
  const key = `pointwise${loops}(${operands})->(${results.map((t) => t.name).join(',')}):${expressions.map((e) => e.key).join(';')}`;
  return {
    key,
    define: (module) => module.function(key, ['i32', 'i32'], null, (f) => new PointwiseCode(f, module, expressions, inputs, walks, results, loops).emit()),
  };
}

class PointwiseCode {
  readonly #f: FunctionBuilder;
  readonly #module: ModuleBuilder;
  readonly #expressions: readonly Scalar[];
  readonly #inputs: readonly ElementType[];
  readonly #walks: readonly boolean[];
  readonly #results: readonly ElementType[];
  readonly #loops: number;
  constructor(
    f: FunctionBuilder,
    module: ModuleBuilder,
    expressions: readonly Scalar[],
    inputs: readonly ElementType[],
    walks: readonly boolean[],
    results: readonly ElementType[],
    loops: number,
  ) {
    this.#f = f;
    this.#module = module;
    this.#expressions = expressions;
    this.#inputs = inputs;
    this.#walks = walks;
    this.#results = results;
    this.#loops = loops;
  }

  emit(): void {
    const f = this.#f;
    const [descriptor] = f.parameters;
    const sizes = Array.from({ length: this.#loops }, (_, i) => f.let(field(descriptor, i)));
    const addresses = [...this.#inputs, ...this.#results].map((_, i) => f.let(field(descriptor, this.#loops + i)));
    const sources = addresses.slice(0, this.#inputs.length);
    const targets = addresses.slice(this.#inputs.length);
    this.#level(0, sizes, sources, targets);
  }

  #level(axis: number, sizes: readonly Local[], sources: readonly Local[], targets: readonly Local[]): void {
    const f = this.#f;
    if (axis === this.#loops - 1) {
      this.#inner(sizes[axis], sources, targets);
      return;
    }
    const [descriptor] = f.parameters;
    const first = this.#loops + this.#inputs.length + this.#results.length + axis * this.#inputs.length;
    const rows = sources.map((s) => f.let(s));
    const counter = f.local('i32');
    f.for(counter, 0, sizes[axis], 1, () => {
      this.#level(axis + 1, sizes, rows, targets);
      rows.forEach((row, i) => f.increase(row, field(descriptor, first + i)));
    });
  }

  /** One row: whole vectors, several at a time where the work for each is small, then the rest. */
  #inner(size: Local, sources: readonly Local[], targets: readonly Local[]): void {
    const f = this.#f;
    const cursors = sources.map((s) => f.let(s));
    const still = cursors.map((c, i) => (this.#walks[i] ? null : f.let(loadSplat(this.#inputs[i], c))));
    const left = f.let(size);
    const unrolled = expressionCost(this.#expressions) <= 8 ? 4 : 1;
    for (const vectors of unrolled > 1 ? [unrolled, 1] : [1]) {
      f.while(
        () => geU(left, 4 * vectors),
        () => {
          for (let v = 0; v < vectors; v++)
            this.#step(cursors, still, 4 * v).forEach((r, k) => f.do(storeFour(this.#results[k], targets[k], r, 4 * v * this.#results[k].bytes)));
          this.#advance(cursors, targets, i32(4 * vectors));
          f.set(left, op('i32.sub', left, i32(4 * vectors)));
        },
      );
    }
    f.if(left, () => {
      this.#step(cursors, still, 0).forEach((r, k) => storeSome(f, this.#results[k], targets[k], r, left));
      this.#advance([], targets, left);
    });
  }

  #step(cursors: readonly Local[], still: readonly (Local | null)[], element: number): Local[] {
    const loaded: Expr[] = cursors.map((c, i) => still[i] ?? this.#f.let(loadFour(this.#inputs[i], c, element * this.#inputs[i].bytes)));
    return emitScalars({ f: this.#f, module: this.#module }, this.#expressions, loaded, this.#inputs, this.#results);
  }
  #advance(cursors: readonly Local[], targets: readonly Local[], count: Expr): void {
    const by = (element: ElementType): Expr => (element.bytes === 1 ? count : op('i32.mul', count, i32(element.bytes)));
    cursors.forEach((c, i) => {
      if (this.#walks[i]) this.#f.set(c, add(c, by(this.#inputs[i])));
    });
    targets.forEach((t, k) => this.#f.set(t, add(t, by(this.#results[k]))));
  }
}
