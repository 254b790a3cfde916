/** File formats as plain objects: bytes in, bytes out. Imports no other package of the project. */
export { writeFileAtomically } from './files/atomic-write.ts';
export { FormatError } from './format-error.ts';
export { type Hdf5AttributeValue, type Hdf5Data, type Hdf5Dataset, type Hdf5Group, type Hdf5Options, hdf5Dtype, readHdf5, writeHdf5 } from './hdf5/hdf5.ts';
export { type IdxArray, type IdxData, readIdx, writeIdx } from './idx/idx.ts';
export { type AttributeInit, encodeFunctionGraphs, encodeGraphDef, type NodeInit } from './protobuf/graph-encoding.ts';
export { ScalarEventEncoder } from './protobuf/scalar-event.ts';
export {
  encodeFileVersionEvent,
  encodeTensor,
  encodeTensorEvent,
  type TensorEvent,
  type ValueMetadata,
  type WritableTensor,
} from './protobuf/summary-event.ts';
export { WireWriter } from './protobuf/wire-writer.ts';
export {
  crc32c,
  encodeRecord,
  endOfRecords,
  type GrowingFileOptions,
  GrowingRecordFile,
  maskedCrc32c,
  type RecordChecks,
  type RecordCompression,
  RecordDecoder,
  type RecordItem,
  type RecordOptions,
  readRecords,
  recordFileBytes,
  TFRecordWriter,
  type TFRecordWriterOptions,
  writeRecord,
} from './tfrecord/index.ts';
export { readWav, type Wav, writeWav } from './wav/wav.ts';
export { crc32 } from './zip/crc32.ts';
export { readZip, writeZip, type ZipOptions } from './zip/zip.ts';
