/** `millrace/compiler`. Passes, schedules and emitters. */
export * from '@millrace/compiler';
