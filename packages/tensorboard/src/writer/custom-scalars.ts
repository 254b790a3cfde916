import { WireWriter } from '@millrace/formats';
import { checkOptions, failure } from '@millrace/ir';
import type { Step } from './context.ts';
import { recordTensor } from './record.ts';

/** A chart of all tags that match one of some expressions, or of values between bounds. */
export type CustomChart =
  | { readonly title: string; readonly multiline: readonly string[] }
  | { readonly title: string; readonly margin: readonly { readonly value: string; readonly lower: string; readonly upper: string }[] };

export interface CustomCategory {
  readonly title: string;
  readonly charts: readonly CustomChart[];
  /** Whether the page shows it closed at first. Default false. */
  readonly closed?: boolean;
}
export interface CustomLayout {
  readonly categories: readonly CustomCategory[];
}

const encoder = new TextEncoder();
const kind = { plugin: 'custom_scalars', dataClass: 2 } as const;

function chart(c: CustomChart): Uint8Array {
  const content = new WireWriter();
  if ('multiline' in c) for (const tag of c.multiline) content.always(1, encoder.encode(tag));
  else for (const { value, lower, upper } of c.margin) content.always(1, new WireWriter().text(1, value).text(2, lower).text(3, upper).finish());
  return new WireWriter()
    .text(1, c.title)
    .always('multiline' in c ? 2 : 3, content.finish())
    .finish();
}

/** Bytes of a Layout. Source: tensorboard/plugins/custom_scalar/layout.proto. */
export function layoutBytes({ categories }: CustomLayout): Uint8Array {
  const out = new WireWriter();
  for (const { title, charts, closed } of categories) {
    const category = new WireWriter().text(1, title);
    for (const c of charts) category.always(2, chart(c));
    out.always(2, category.varint(3, closed ? 1 : 0).finish());
  }
  return out.finish();
}

/**
 * Says which scalars are drawn together. The last layout of a run holds; categories of several runs with one title are one.
 * @returns whether it was recorded
 * @throws ValueError for an expression that is none
 * @see tensorboard.plugins.custom_scalar.summary.pb
 */
export function customScalars(layout: CustomLayout, options: { readonly step?: Step } = {}): boolean {
  const op = 'summary.customScalars';
  checkOptions(op, options, ['step']);
  for (const tag of layout.categories.flatMap((c) => c.charts.flatMap((x) => ('multiline' in x ? x.multiline : [])))) {
    try {
      new RegExp(tag);
    } catch (error) {
      throw failure('value', { op, message: `'${tag}' is not a regular expression`, cause: error });
    }
  }
  return recordTensor(op, 'custom_scalars__config__', { step: options.step ?? 0 }, kind, [], () => ({
    dtype: 'string',
    shape: [],
    values: [layoutBytes(layout)],
  }));
}
