/** The writing half of TensorBoard: `tf.summary` and the event files under it. Light: no server, no page. */
export { EventFileWriter, type EventFileWriterOptions } from './event-file-writer.ts';
export { type EventSink, streamSink } from './event-sink.ts';
export * as hparams from './hparams/index.ts';
export * as summary from './summary.ts';
export type { CreateFileWriterOptions, SummaryWriter } from './summary-writer.ts';
