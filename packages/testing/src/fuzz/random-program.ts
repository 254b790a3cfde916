/** Random programs made of the table of primitives, for tests that hold two ways to run a program to each other. */
import {
  allPrimitives,
  methods as b,
  bf16,
  buildLiteral,
  complex64,
  type ElementType,
  elementValue,
  emit,
  f16,
  f32,
  f64,
  i1,
  i32,
  i64,
  isStatic,
  type Literal,
  OpError,
  type Primitive,
  type Program,
  primitives,
  type TensorType,
  tensorType,
  trace,
  ui8,
  type Value,
} from '@millrace/ir';
import { type Draw, drawLiteral, normal, oneOf, Random } from '../ops/draws.ts';

const shapes: readonly (readonly number[])[] = [[], [1], [4], [1, 4], [3, 1], [3, 4], [4, 3], [2, 3, 4], [2, 2, 2]];
const elements: readonly ElementType[] = [f32, f32, f32, f64, f16, bf16, i32, i64, ui8, i1, complex64];

const typeOf = (v: Value): TensorType => v.type as TensorType;
const isWhole = (e: ElementType): boolean => e.kind === 'signed' || e.kind === 'unsigned';

/** Primitives that take operands and nothing else, element by element. */
const elementwise: readonly Primitive[] = allPrimitives().filter(
  (p) => p.batch === 'elementwise' && p.results === 'one' && Object.keys(p.attributes).length === 0 && p.operandNames.length > 0 && !p.traits.stochastic,
);

const divisions: ReadonlySet<Primitive> = new Set([primitives.divide, primitives.remainder]);

/** Integer division by zero raises, complex numbers have no remainder, and a power of f64 may differ from a product in its last bit. */
function isLeftOut(primitive: Primitive, element: ElementType): boolean {
  if (primitive === primitives.power) return isWhole(element) || element === f64;
  return (isWhole(element) && divisions.has(primitive)) || (element === complex64 && primitive === primitives.remainder);
}

/** Operations with laws. */
const arithmetic: readonly Primitive[] = [
  primitives.add,
  primitives.subtract,
  primitives.multiply,
  primitives.divide,
  primitives.power,
  primitives.maximum,
  primitives.minimum,
  primitives.and,
  primitives.or,
  primitives.xor,
  primitives.negate,
  primitives.abs,
  primitives.not,
];

/** Everything from `start` on. */
const cut = (shape: TensorType['shape'], start: number): { startIndices: number[]; limitIndices: number[]; strides: number[] } => ({
  startIndices: shape.map((d) => Math.min(start, d as number)),
  limitIndices: shape.filter(isStatic),
  strides: shape.map(() => 1),
});

/** Numbers that rewrites look for. */
const special: readonly number[] = [0, -0, -0, 1, -1, 2, 4, 0.5, Number.POSITIVE_INFINITY, Number.NaN];
const draw: Draw = (random, element) => (random.next() < 0.3 ? oneOf(isWhole(element) ? [0, 1, 2, 4] : special) : normal(2))(random, element);

class Generator {
  readonly #random: Random;
  readonly #pool: Value[];
  constructor(random: Random, args: readonly Value[]) {
    this.#random = random;
    this.#pool = [...args];
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#random.integer(0, list.length)];
  }
  #value(where: (type: TensorType) => boolean = () => true): Value | undefined {
    const fitting = this.#pool.filter((v) => where(typeOf(v)));
    // Recent values are taken more often, so that chains grow.
    return fitting[Math.max(this.#random.integer(0, fitting.length), this.#random.integer(0, fitting.length))];
  }
  #constant(type: TensorType): Value {
    const same = this.#random.next() < 0.6;
    const first = draw(this.#random, type.element);
    return b.constant(buildLiteral(type, () => (same ? first : draw(this.#random, type.element))));
  }

  readonly #makers: readonly (() => Value | undefined)[] = [
    () => this.#pointwise(),
    () => this.#pointwise(),
    () => this.#arithmetic(),
    () => this.#arithmetic(),
    () => this.#arithmetic(),
    () => this.#chain(),
    () => this.#chain(),
    () => this.#constant(typeOf(this.#pick(this.#pool))),
    () => this.#convert(),
    () => this.#compare(),
    () => this.#select(),
    () => this.#broadcast(),
    () => this.#move(),
    () => this.#move(),
    () => this.#reduce(),
    () => this.#dot(),
    () => this.#branch(),
  ];

  /** One more value, where the operation drawn has operands that fit. */
  step(): void {
    const made = this.#pick(this.#makers)();
    if (made && typeOf(made).size <= 64) this.#pool.push(made);
  }
  results(count: number): readonly Value[] {
    return Array.from({ length: count }, () => this.#value() as Value);
  }

  #pointwise(): Value | undefined {
    const primitive = this.#pick(elementwise);
    const first = this.#value() as Value;
    const { shape, element } = typeOf(first);
    if (isLeftOut(primitive, element)) return undefined;
    const rest = primitive.operandNames
      .slice(1)
      .map(() =>
        this.#random.next() < 0.3 ? this.#constant(typeOf(first)) : (this.#value((t) => t.element === element && t.shape.join() === shape.join()) as Value),
      );
    return whereValid(() => emit(primitive, [first, ...rest])[0]);
  }
  /** The operations that rewrites are about, on a value and one of the numbers that they look for. */
  #arithmetic(): Value | undefined {
    const x = this.#value() as Value;
    const type = typeOf(x);
    const primitive = this.#pick(arithmetic);
    if (isLeftOut(primitive, type.element)) return undefined;
    const known = elementValue(type.element, this.#pick(isWhole(type.element) || type.element === i1 ? [0, 1, 2] : [0, -0, 1, -1, 2, 4]));
    const constant = b.constant(buildLiteral(type, () => known));
    const rest = primitive.operandNames.slice(1).map(() => (this.#random.next() < 0.7 ? constant : x));
    return whereValid(() => emit(primitive, [x, ...rest])[0]);
  }
  /** Two operations of a kind in a row, which rewrites make one or none. */
  #chain(): Value | undefined {
    const x = this.#value() as Value;
    const { rank, shape } = typeOf(x);
    const axes = shape.map((_, i) => i);
    const turned = [...axes.slice(1), 0].slice(0, rank);
    const [first, second] = [this.#pick(elements), this.#pick(elements)];
    const predicate = this.#value((t) => t.element === i1 && t.shape.join() === shape.join());
    const chains: readonly (() => Value)[] = [
      () => b.transpose(b.transpose(x, { permutation: turned }), { permutation: this.#random.next() < 0.5 ? turned : [...axes].reverse() }),
      () => b.convert(b.convert(x, { element: first }), { element: second }),
      () => emit(primitives.negate, emit(primitives.negate, [x]))[0],
      () => b.select(b.not(predicate ?? b.compare(x, x, { comparisonDirection: 'EQ' })), x, this.#value((t) => t === typeOf(x)) as Value),
      () =>
        b.slice(
          b.slice(x, cut(shape, 1)),
          cut(
            shape.map((d) => Math.max((d as number) - 1, 0)),
            1,
          ),
        ),
      () =>
        b.broadcastInDim(b.broadcastInDim(x, { shape: [2, ...shape], broadcastDimensions: axes.map((a) => a + 1) }), {
          shape: [1, 2, ...shape],
          broadcastDimensions: axes.concat(rank).map((a) => a + 1),
        }),
    ];
    return whereValid(this.#pick(chains));
  }
  #convert(): Value {
    return b.convert(this.#value() as Value, { element: this.#pick(elements) });
  }
  #compare(): Value {
    const x = this.#value() as Value;
    const y = this.#random.next() < 0.4 ? this.#constant(typeOf(x)) : (this.#value((t) => t === typeOf(x)) as Value);
    return b.compare(x, y, { comparisonDirection: this.#pick(['EQ', 'NE', 'LT', 'LE', 'GT', 'GE'] as const) });
  }
  #select(): Value | undefined {
    const predicate = this.#value((t) => t.element === i1);
    const x = predicate && this.#value((t) => t.shape.join() === typeOf(predicate).shape.join() || typeOf(predicate).rank === 0);
    return x && b.select(predicate, x, this.#value((t) => t === typeOf(x)) as Value);
  }
  #broadcast(): Value | undefined {
    const x = this.#value() as Value;
    const shape = this.#pick(shapes);
    const from = typeOf(x).shape as readonly number[];
    const axes = shape.map((_, axis) => axis).filter(() => this.#random.next() < 0.7);
    const dimensions = axes.slice(0, from.length);
    if (dimensions.length < from.length || dimensions.some((d, i) => from[i] !== 1 && from[i] !== shape[d])) return undefined;
    return b.broadcastInDim(x, { shape, broadcastDimensions: dimensions });
  }
  #move(): Value | undefined {
    const x = this.#value() as Value;
    const { shape, size } = typeOf(x);
    const axes = shape.map((_, i) => i);
    switch (this.#random.integer(0, 5)) {
      case 0: {
        const to = this.#pick(shapes.filter((s) => s.reduce((n, d) => n * d, 1) === size));
        return to && b.reshape(x, { shape: to });
      }
      case 1:
        return b.transpose(x, { permutation: this.#random.next() < 0.7 ? [...axes].reverse() : axes });
      case 2: {
        const startIndices = shape.map((d) => this.#random.integer(0, Math.min(2, d as number)));
        return b.slice(x, { startIndices, limitIndices: shape.filter(isStatic), strides: axes.map(() => this.#random.integer(1, 3)) });
      }
      case 3: {
        const low = axes.map(() => this.#random.integer(0, 2));
        const value = b.scalar(typeOf(x).element, 0);
        return b.pad(x, value, { edgePaddingLow: low, edgePaddingHigh: axes.map(() => 0), interiorPadding: axes.map(() => 0) });
      }
      default:
        return axes.length === 0 ? undefined : b.reverse(x, { dimensions: [this.#pick(axes)] });
    }
  }
  #reduce(): Value | undefined {
    const x = this.#value((t) => t.element.kind !== 'complex') as Value;
    const { shape, element } = typeOf(x);
    const dimensions = shape.map((_, i) => i).filter(() => this.#random.next() < 0.6);
    const name = this.#pick(['add', 'maximum', 'minimum', 'multiply'] as const);
    return b.reduce([x], [this.#constant(tensorType(element, []))], { dimensions, body: b.combiner(name, element) })[0];
  }
  #dot(): Value | undefined {
    const x = this.#value((t) => t.rank === 2 && (t.element === f32 || t.element === i32));
    const y = x && this.#value((t) => t.rank === 2 && t.element === typeOf(x).element);
    const [i, j] = [this.#random.integer(0, 2), this.#random.integer(0, 2)];
    if (!x || !y || typeOf(x).shape[i] !== typeOf(y).shape[j]) return undefined;
    return b.dotGeneral(x, y, { dotDimensionNumbers: { lhsContractingDimensions: [i], rhsContractingDimensions: [j] } as never });
  }
  #branch(): Value | undefined {
    const predicate = this.#random.next() < 0.5 ? b.scalar(i1, this.#random.integer(0, 2)) : this.#value((t) => t.element === i1 && t.rank === 0);
    const x = this.#value((t) => t.element.kind === 'float') as Value | undefined;
    if (!predicate || !x) return undefined;
    const trueBranch = b.trace([], () => [b.multiply(b.add(x, x), b.add(x, x))]);
    const falseBranch = b.trace([], () => [b.subtract(b.negate(x), b.ones(typeOf(x)))]);
    return b.ifElse(predicate, { trueBranch, falseBranch })[0];
  }
}

/** The value, or undefined where the operands do not fit the primitive. */
function whereValid(make: () => Value): Value | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof OpError && error.code !== 'internal') return undefined;
    throw error;
  }
}

/** A program of about `steps` operations and arguments to run it on; the same for the same seed. */
export function randomProgram(seed: number, steps: number): { readonly program: Program; readonly args: readonly Literal[] } {
  const random = new Random(seed);
  const types = Array.from({ length: 5 }, () => tensorType(elements[random.integer(0, elements.length)], shapes[random.integer(0, shapes.length)]));
  const { program } = trace(types, (...args) => {
    const generator = new Generator(random, args);
    for (let i = 0; i < steps; i++) generator.step();
    return generator.results(12);
  });
  return { program, args: types.map((t) => drawLiteral(draw, random, t.element, t.shape as readonly number[])) };
}
