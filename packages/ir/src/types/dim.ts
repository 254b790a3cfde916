/**
 * Sizes of dimensions: plain integers, or expressions over symbols whose values arrive with the data.
 * An expression is an interned sum of products with integer coefficients, so equal expressions are the same object.
 * Derived from design-notes N2; `?` in MLIR text reads as a fresh symbol.
 */

/** A size: an integer, or a symbolic expression. */
export type Dim = number | DimExpr;

type AtomKind = 'symbol' | 'floorDiv' | 'mod' | 'max';

/** What a product multiplies: a symbol, or a quotient, remainder or maximum that has no polynomial form. */
export interface Atom {
  readonly kind: AtomKind;
  /** Name of a symbol; otherwise derived from the operands. */
  readonly name: string;
  readonly operands: readonly Dim[];
}

interface Term {
  readonly coefficient: number;
  /** Sorted by name; a repeated atom is a power. Empty for the constant. */
  readonly atoms: readonly Atom[];
}

export class DimExpr {
  readonly terms: readonly Term[];
  /** The normal form as text, for messages: `2*batch + 1`. */
  readonly text: string;
  constructor(terms: readonly Term[], text: string) {
    this.terms = terms;
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

const interned = new Map<string, DimExpr>();
let anonymous = 0;

const atomsKey = (atoms: readonly Atom[]): string => atoms.map((a) => a.name).join('*');

function normalize(terms: readonly Term[]): Dim {
  const merged = new Map<string, Term>();
  for (const term of terms) {
    const key = atomsKey(term.atoms);
    const coefficient = (merged.get(key)?.coefficient ?? 0) + term.coefficient;
    if (coefficient === 0) merged.delete(key);
    else merged.set(key, { coefficient, atoms: term.atoms });
  }
  if (merged.size === 0) return 0;
  // Constant last, products by name: one order, so that interning works by text.
  const sorted = [...merged.entries()].sort(([a], [b]) => (a === '' ? 1 : b === '' ? -1 : a < b ? -1 : 1));
  if (sorted.length === 1 && sorted[0][0] === '') return sorted[0][1].coefficient;
  const text = sorted.map(([key, t]) => (key === '' ? String(t.coefficient) : t.coefficient === 1 ? key : `${t.coefficient}*${key}`)).join(' + ');
  let expr = interned.get(text);
  if (!expr) {
    expr = new DimExpr(
      sorted.map(([, t]) => t),
      text,
    );
    interned.set(text, expr);
  }
  return expr;
}

const termsOf = (d: Dim): readonly Term[] => (typeof d === 'number' ? (d === 0 ? [] : [{ coefficient: d, atoms: [] }]) : d.terms);

const ofAtom = (atom: Atom): Dim => normalize([{ coefficient: 1, atoms: [atom] }]);

/** The symbol with this name; without a name a fresh one, equal only to itself. */
export function symbol(name: string = `?${anonymous++}`): Dim {
  return ofAtom({ kind: 'symbol', name, operands: [] });
}

const bounds = new WeakMap<DimExpr, number>();

/** A fresh symbol whose value is at most `bound`: a dimension of `tensor<?xf32, #stablehlo.bounds<4>>`. */
export function boundedSymbol(bound: number): Dim {
  const dim = symbol() as DimExpr;
  bounds.set(dim, bound);
  return dim;
}

/** The bound that `boundedSymbol` gave a size, or undefined. */
export const boundOf = (d: Dim): number | undefined => (typeof d === 'number' ? undefined : bounds.get(d));

export function addDims(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  return normalize([...termsOf(a), ...termsOf(b)]);
}

export function multiplyDims(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  const products: Term[] = [];
  for (const x of termsOf(a)) {
    for (const y of termsOf(b)) {
      const atoms = [...x.atoms, ...y.atoms].sort((p, q) => (p.name < q.name ? -1 : p.name > q.name ? 1 : 0));
      products.push({ coefficient: x.coefficient * y.coefficient, atoms });
    }
  }
  return normalize(products);
}

export const subtractDims = (a: Dim, b: Dim): Dim => addDims(a, multiplyDims(b, -1));

/** floor(a / b), exact where every coefficient divides. `b` is positive. */
export function floorDivDims(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return Math.floor(a / b);
  if (b === 1) return a;
  if (a === b) return 1;
  if (typeof b === 'number' && termsOf(a).every((t) => t.coefficient % b === 0)) {
    return normalize(termsOf(a).map((t) => ({ coefficient: t.coefficient / b, atoms: t.atoms })));
  }
  const exact = typeof b === 'number' ? undefined : divideByProduct(a, b);
  return exact ?? ofAtom({ kind: 'floorDiv', name: `floorDiv(${a}, ${b})`, operands: [a, b] });
}

/** a / b where b is one product that divides every term of a, else undefined: reshape of [n, 4] to [n, ...] needs it. */
function divideByProduct(a: Dim, b: DimExpr): Dim | undefined {
  if (b.terms.length !== 1) return undefined;
  const [divisor] = b.terms;
  const quotient: Term[] = [];
  for (const term of termsOf(a)) {
    if (term.coefficient % divisor.coefficient !== 0) return undefined;
    const rest = [...term.atoms];
    for (const atom of divisor.atoms) {
      const at = rest.findIndex((x) => x.name === atom.name);
      if (at < 0) return undefined;
      rest.splice(at, 1);
    }
    quotient.push({ coefficient: term.coefficient / divisor.coefficient, atoms: rest });
  }
  return normalize(quotient);
}

export const ceilDivDims = (a: Dim, b: number): Dim => floorDivDims(addDims(a, b - 1), b);

/** a modulo b, for non-negative a and positive b. */
export function modDims(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return ((a % b) + b) % b;
  if (subtractDims(a, multiplyDims(floorDivDims(a, b), b)) === 0) return 0;
  return ofAtom({ kind: 'mod', name: `mod(${a}, ${b})`, operands: [a, b] });
}

export function maxDims(a: Dim, b: Dim): Dim {
  if (a === b) return a;
  if (typeof a === 'number' && typeof b === 'number') return Math.max(a, b);
  const larger = atLeastDim(a, b);
  if (larger !== 'unknown') return larger ? a : b;
  return ofAtom({ kind: 'max', name: `max(${a}, ${b})`, operands: [a, b] });
}

/** Product of sizes: the number of elements of a shape. */
export const productDims = (dims: readonly Dim[]): Dim => dims.reduce(multiplyDims, 1);

/** Whether two sizes are equal for every value of the symbols (true), for none (false), or for some. */
export function equalDims(a: Dim, b: Dim): boolean | 'unknown' {
  if (a === b) return true;
  const difference = subtractDims(a, b);
  if (typeof difference === 'number') return difference === 0;
  return 'unknown';
}

/** Whether a >= b for every value of the symbols. Symbols are sizes, so they are at least 0; a quotient of (n - 8) may be below. */
export function atLeastDim(a: Dim, b: Dim): boolean | 'unknown' {
  const difference = subtractDims(a, b);
  if (typeof difference === 'number') return difference >= 0;
  const { terms } = difference;
  if (!terms.every((t) => t.atoms.every(isNeverNegative))) return 'unknown';
  if (terms.every((t) => t.coefficient > 0)) return true;
  return terms.every((t) => t.coefficient < 0) && terms.some((t) => t.atoms.length === 0) ? false : 'unknown';
}

/** Whether an atom is at least 0 for every value of the symbols. */
function isNeverNegative({ kind, operands: [a, b] }: Atom): boolean {
  if (kind === 'symbol' || kind === 'mod') return true;
  return kind === 'max' ? [a, b].some((o) => atLeastDim(o, 0) === true) : atLeastDim(a, 0) === true && atLeastDim(b, 1) === true;
}

/** The number that the expression has when symbols have these values. Throws RangeError for a symbol without a value. */
export function evaluateDim(d: Dim, values: ReadonlyMap<string, number>): number {
  if (typeof d === 'number') return d;
  let sum = 0;
  for (const term of d.terms) sum += term.atoms.reduce((product, atom) => product * evaluateAtom(atom, values), term.coefficient);
  return sum;
}

function evaluateAtom(atom: Atom, values: ReadonlyMap<string, number>): number {
  if (atom.kind === 'symbol') {
    const value = values.get(atom.name);
    if (value === undefined) throw new RangeError(`size ${atom.name} has no value`);
    return value;
  }
  const [a, b] = atom.operands.map((o) => evaluateDim(o, values));
  return atom.kind === 'floorDiv' ? Math.floor(a / b) : atom.kind === 'mod' ? ((a % b) + b) % b : Math.max(a, b);
}

/** The expression with other sizes in place of symbols; symbols that `sizes` does not name stay. */
export function substituteDim(d: Dim, sizes: ReadonlyMap<string, Dim>): Dim {
  if (typeof d === 'number' || sizes.size === 0) return d;
  let sum: Dim = 0;
  for (const term of d.terms)
    sum = addDims(
      sum,
      term.atoms.reduce<Dim>((product, atom) => multiplyDims(product, substituteAtom(atom, sizes)), term.coefficient),
    );
  return sum;
}

function substituteAtom(atom: Atom, sizes: ReadonlyMap<string, Dim>): Dim {
  if (atom.kind === 'symbol') return sizes.get(atom.name) ?? ofAtom(atom);
  const [a, b] = atom.operands.map((o) => substituteDim(o, sizes));
  return atom.kind === 'floorDiv' ? floorDivDims(a, b) : atom.kind === 'mod' ? modDims(a, b) : maxDims(a, b);
}

/** The name of a size that is one symbol and nothing else; undefined for numbers and larger expressions. */
export function symbolName(d: Dim): string | undefined {
  if (typeof d === 'number' || d.terms.length !== 1) return undefined;
  const [{ coefficient, atoms }] = d.terms;
  return coefficient === 1 && atoms.length === 1 && atoms[0].kind === 'symbol' ? atoms[0].name : undefined;
}

/** A condition on sizes that a trace relied on and that is checked on plain integers before anything runs. */
export interface Guard {
  readonly left: Dim;
  readonly relation: 'equal' | 'atLeast' | 'divides';
  readonly right: Dim;
}

let sink: ((guard: Guard) => void) | undefined;

/** Runs `body`; conditions on sizes that inference cannot decide go to `collect`. Without a collector they count as met. */
export function collectGuards<T>(collect: (guard: Guard) => void, body: () => T): T {
  const outer = sink;
  sink = collect;
  try {
    return body();
  } finally {
    sink = outer;
  }
}

function decide(known: boolean | 'unknown', guard: Guard): boolean {
  if (known !== 'unknown') return known;
  sink?.(guard);
  return true;
}

/** For inference rules: whether two sizes are equal, as far as is known; an open question becomes a guard. */
export const sameDim = (a: Dim, b: Dim): boolean => decide(equalDims(a, b), { left: a, relation: 'equal', right: b });

/** For inference rules: whether a >= b; an open question becomes a guard. */
export const dimAtLeast = (a: Dim, b: Dim): boolean => decide(atLeastDim(a, b), { left: a, relation: 'atLeast', right: b });

/** For inference rules: whether `divisor` divides a; an open question becomes a guard. */
export function dimDivides(divisor: Dim, a: Dim): boolean {
  const rest = modDims(a, divisor);
  return decide(typeof rest === 'number' ? rest === 0 : 'unknown', { left: divisor, relation: 'divides', right: a });
}

export const isStatic = (d: Dim): d is number => typeof d === 'number';
