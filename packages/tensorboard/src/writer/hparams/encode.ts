/** HParamsPluginData without the protobuf library. Source: tensorboard/plugins/hparams/{api,plugin_data}.proto. */
import { WireWriter } from '@millrace/formats';
import { Discrete, type HParam, type HParamValue, type Metric } from './domains.ts';

const encoder = new TextEncoder();

/** google.protobuf.Value. */
function value(v: HParamValue): Uint8Array {
  const out = new WireWriter();
  if (typeof v === 'number') return out.presentDouble(2, v).finish();
  if (typeof v === 'string') return out.always(3, encoder.encode(v)).finish();
  return out.presentVarint(4, v ? 1 : 0).finish();
}

const types = { string: 1, boolean: 2, number: 3 } as const;

function hparamInfo({ name, domain, shown }: HParam): Uint8Array {
  const out = new WireWriter().text(1, name).text(2, shown.displayName).text(3, shown.description);
  if (domain === null) return out.finish();
  if (!(domain instanceof Discrete))
    return out.varint(4, types.number).always(6, new WireWriter().double(1, domain.min).double(2, domain.max).finish()).finish();
  const list = new WireWriter();
  for (const v of domain.values) list.always(1, value(v));
  return out
    .varint(4, types[typeof domain.values[0] as keyof typeof types])
    .always(5, list.finish())
    .finish();
}

const metricInfo = ({ tag, options }: Metric): Uint8Array =>
  new WireWriter()
    .always(1, new WireWriter().text(1, options.group).text(2, tag).finish())
    .text(3, options.displayName)
    .text(4, options.description)
    .varint(5, options.datasetType === undefined ? 0 : options.datasetType === 'training' ? 1 : 2)
    .finish();

/** Bytes of HParamsPluginData with an experiment. */
export function experimentData(hparams: readonly HParam[], metrics: readonly Metric[], timeCreated: number): Uint8Array {
  const out = new WireWriter().double(3, timeCreated);
  for (const h of hparams) out.always(4, hparamInfo(h));
  for (const m of metrics) out.always(5, metricInfo(m));
  return new WireWriter().always(2, out.finish()).finish();
}

/** Bytes of HParamsPluginData with the start of a session. */
export function startData(hparams: Readonly<Record<string, HParamValue>>, group: string, time: number): Uint8Array {
  const out = new WireWriter();
  for (const key of Object.keys(hparams).sort()) out.always(1, new WireWriter().text(1, key).always(2, value(hparams[key])).finish());
  return new WireWriter().always(3, out.text(4, group).double(5, time).finish()).finish();
}

export const statuses = { unknown: 0, success: 1, failure: 2, running: 3 } as const;

/** Bytes of HParamsPluginData with the end of a session. */
export const endData = (status: keyof typeof statuses, time: number): Uint8Array =>
  new WireWriter().always(4, new WireWriter().varint(1, statuses[status]).double(2, time).finish()).finish();
