/** The option that holds a learning rate: a number or a schedule. */
import { failure } from '@millrace/ir';
import { describeValue, type Option } from '../options/option-table.ts';
import { isSavedObject, loadObject, plainContext, saveObject } from '../saving/object-form.ts';
import { scheduleClasses } from './schedules/registry.ts';
import { LearningRateSchedule } from './schedules/schedule.ts';

export const rateOption = (fallback: number): Option => ({
  fallback,
  saved: true,
  describe: 'a positive number or a schedule',
  parse(value, place) {
    if (value instanceof LearningRateSchedule) return value;
    if (isSavedObject(value)) return loadObject(value, scheduleClasses, 'schedule', plainContext);
    if (typeof value === 'number' && value >= 0 && Number.isFinite(value)) return value;
    throw failure('value', { op: place.op, message: `${place.option} must be a number of at least 0 or a schedule; got ${describeValue(value)}` });
  },
  serialize: (value) => (value instanceof LearningRateSchedule ? saveObject(value) : (value as number)),
});
