/** TensorBoard: writes, reads and shows what a training records. The writing half alone is `@millrace/tensorboard/writer`. */
// reading
export type { BlobsPoint, DataProvider, Listing, RunFacts, TagFacts, TensorPoint } from './provider/data-provider.ts';
export { logDirProvider } from './provider/log-dir-provider.ts';
export { LogDirReader, type LogDirReaderOptions } from './reader/log-dir-reader.ts';
export type { RunReader, Tag, TensorSample } from './reader/run-reader.ts';
export type { ScalarColumns } from './reader/scalar-series.ts';
// serving
export { RequestError, type Route, type RouteAnswer, type RouteRequest, type TensorBoardPlugin } from './server/plugin.ts';
export { type TensorBoardServer, type TensorBoardServerOptions, tensorboard } from './tensorboard.ts';
// writing
export { EventFileWriter, type EventFileWriterOptions, type EventSink, hparams, type SummaryWriter, streamSink, summary } from './writer/index.ts';
