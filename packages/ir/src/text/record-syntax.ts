/** Records of dialects that have a syntax of their own. Keyed by the record's name in MLIR text. */
import { unreachable } from '../errors/index.ts';
import type { AttributeValue } from '../primitive/attributes.ts';
import type { Lexer } from './lexer.ts';
import { parseInteger } from './parse-numbers.ts';

export interface RecordSyntax {
  readonly parse: (lexer: Lexer) => AttributeValue;
  readonly print: (value: AttributeValue) => string;
}

/** Named axes of one operand of a convolution, in text order: batch and feature (or input and output feature), then spatial axes. */
interface AxisKeys {
  readonly letters: Readonly<Record<string, string>>;
  readonly spatial: string;
}

const operands: readonly AxisKeys[] = [
  { letters: { b: 'inputBatchDimension', f: 'inputFeatureDimension' }, spatial: 'inputSpatialDimensions' },
  { letters: { i: 'kernelInputFeatureDimension', o: 'kernelOutputFeatureDimension' }, spatial: 'kernelSpatialDimensions' },
  { letters: { b: 'outputBatchDimension', f: 'outputFeatureDimension' }, spatial: 'outputSpatialDimensions' },
];

/** `[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]`: a letter or the number of a spatial axis for each axis. */
const conv: RecordSyntax = {
  parse(lexer) {
    const fields: Record<string, AttributeValue> = {};
    operands.forEach(({ letters, spatial }, i) => {
      if (i > 0) lexer.expect(i === 1 ? 'x' : '->');
      const { start } = lexer.peek();
      const places = new Map<number, number>();
      let axis = 0;
      lexer.list('[', ']', () => {
        const token = lexer.peek();
        if (token.kind === 'integer') {
          const number = parseInteger(lexer);
          if (places.has(number)) throw lexer.error(`spatial axis ${number} is given twice`, token.start);
          places.set(number, axis);
        } else if (lexer.accept('?')) {
          // `?` marks an axis without a role; nothing refers to it.
        } else {
          const key = token.kind === 'word' ? letters[token.text] : undefined;
          if (!key) throw lexer.expected(`${Object.keys(letters).join(', ')} or the number of a spatial axis`);
          if (key in fields) throw lexer.error(`${token.text} is given twice`, token.start);
          lexer.next();
          fields[key] = axis;
        }
        axis++;
      });
      for (const [letter, key] of Object.entries(letters)) if (!(key in fields)) throw lexer.error(`axis ${letter} is missing`, start);
      fields[spatial] = Array.from({ length: places.size }, (_, n) => {
        const place = places.get(n);
        if (place === undefined) throw lexer.error(`spatial axis ${n} is missing`, start);
        return place;
      });
    });
    return fields;
  },
  print(value) {
    const fields = value as Readonly<Record<string, AttributeValue>>;
    const shown = operands.map(({ letters, spatial }) => {
      const axes: string[] = [];
      for (const [letter, key] of Object.entries(letters)) axes[fields[key] as number] = letter;
      (fields[spatial] as readonly number[]).forEach((axis, n) => {
        axes[axis] = String(n);
      });
      return `[${Array.from(axes, (a) => a ?? '?').join(', ')}]`;
    });
    return shown.length === 3 ? `${shown[0]}x${shown[1]}->${shown[2]}` : unreachable('a convolution has three operands');
  },
};

export const recordSyntaxes: Readonly<Record<string, RecordSyntax | undefined>> = { conv };
