/** Programs and plans as plain data with blobs of bytes: to keep them, and to tell them apart. */
export { BlobWriter, packRecord, type StoredRecord, unpackRecord } from './blobs.ts';
export { planOf } from './plan-reader.ts';
export { planRecord } from './plan-writer.ts';
export { programRecord } from './programs.ts';
export { fieldsOf, type Json, listOf, MalformedRecord, malformed, memberOf, NotStorable, textOf, wholesOf } from './record.ts';
export { typeOf as storedType, typeRecord } from './types.ts';
