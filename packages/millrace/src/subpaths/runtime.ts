/** `millrace/runtime`. Devices and executables. */
export * from '@millrace/runtime';
