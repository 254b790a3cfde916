/** Types of scalar expressions: constants take the type of their siblings, the rest follows from the inputs. */
import { complex64, complex128, type ElementType, f64, i1 } from '../types/element.ts';
import { type Scalar, scalarOpInfo } from './scalar.ts';

/** Element types of every node of some expressions, for given input types. */
export class ScalarTypes {
  readonly #types = new Map<Scalar, ElementType>();
  readonly #inputs: readonly ElementType[];
  constructor(inputs: readonly ElementType[]) {
    this.#inputs = inputs;
  }

  /** The type of an expression, or undefined where only constants decide and the context must. */
  natural(s: Scalar): ElementType | undefined {
    const known = this.#types.get(s);
    if (known) return known;
    const type = this.#natural(s);
    if (type) this.#types.set(s, type);
    return type;
  }

  #natural(s: Scalar): ElementType | undefined {
    const { node } = s;
    switch (node.kind) {
      case 'input':
        return this.#inputs[node.index];
      case 'constant':
        return undefined;
      case 'index':
        return node.type;
      case 'apply': {
        const info = scalarOpInfo(node.op);
        if (info.result === 'boolean') return i1;
        if (info.result === 'given') return node.type;
        const args = info.result === 'second' ? node.args.slice(1) : node.args;
        const type = args.map((a) => this.natural(a)).find((t) => t !== undefined);
        if (!type) return undefined;
        if (info.result === 'part') return type.part ?? type;
        return info.result === 'pair' ? (type === f64 ? complex128 : complex64) : type;
      }
    }
  }

  /** The common type of an operation's arguments; `expected` decides where all of them are constants. */
  argumentType(s: Scalar, expected: ElementType): ElementType {
    if (s.node.kind !== 'apply') return expected;
    const info = scalarOpInfo(s.node.op);
    const args = info.result === 'second' ? s.node.args.slice(1) : s.node.args;
    return args.map((a) => this.natural(a)).find((t) => t !== undefined) ?? expected;
  }
}
