export * from './all.ts';
export { LearningRateSchedule } from './schedule.ts';
