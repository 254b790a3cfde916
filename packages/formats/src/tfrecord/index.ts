export { crc32c, maskedCrc32c } from './crc32c.ts';
export { encodeRecord, type RecordChecks, RecordDecoder, type RecordOptions, writeRecord } from './framing.ts';
export { endOfRecords, type GrowingFileOptions, GrowingRecordFile } from './growing-file.ts';
export { type RecordCompression, type RecordItem, readRecords, recordFileBytes } from './read-records.ts';
export { TFRecordWriter, type TFRecordWriterOptions } from './record-writer.ts';
