/** `millrace/formats/protobuf`. Protocol buffer messages of the formats. */
export * from '@millrace/formats/protobuf';
