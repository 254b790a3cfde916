/** Tensors as StableHLO's interpreter writes them: a row a line, nested rows indented. */
import { type ElementType, type ElementValue, isFloat } from '../../types/element.ts';
import { elementAt, type Literal } from '../../types/literal.ts';
import { staticShape } from '../../types/type.ts';

/** `1.500000e+00`: six decimals, at least two digits of exponent. */
const showReal = (x: number): string => (Number.isFinite(x) ? x.toExponential(6).replace(/e([+-])(\d)$/, 'e$10$2') : String(x));

function showElement(element: ElementType, value: ElementValue): string {
  if (typeof value === 'object') return `[${showReal(value.re)}, ${showReal(value.im)}]`;
  return isFloat(element) ? showReal(value as number) : String(value);
}

/** `tensor<2xi32> {` then the rows, then `}`; a scalar stays on one line. */
export function showLiteral(l: Literal): string {
  const shape = staticShape(l.type);
  let next = 0;
  const element = (): string => showElement(l.type.element, elementAt(l, next++));
  if (shape.length === 0) return `${l.type} {${element()}}`;
  const rows = (axis: number, indent: string): string => {
    const last = axis === shape.length - 1;
    const items = Array.from({ length: shape[axis] }, () => (last ? element() : rows(axis + 1, `${indent}  `)));
    return last || items.length === 0 ? `${indent}[${items.join(', ')}]` : `${indent}[\n${items.join(',\n')}\n${indent}]`;
  };
  return `${l.type} {\n${rows(0, '  ')}\n}`;
}
