/** i1 elements: addition is or, multiplication is and; false is below true. */
import { type Arithmetic, undefinedFor, withoutBitOperations } from './interface.ts';

export const booleanArithmetic: Arithmetic<boolean> = {
  add: (a, b) => a || b,
  subtract: undefinedFor('subtract', 'boolean'),
  multiply: (a, b) => a && b,
  divide: undefinedFor('divide', 'boolean'),
  remainder: undefinedFor('remainder', 'boolean'),
  power: undefinedFor('power', 'boolean'),
  maximum: (a, b) => a || b,
  minimum: (a, b) => a && b,
  negate: undefinedFor('negate', 'boolean'),
  abs: undefinedFor('abs', 'boolean'),
  sign: undefinedFor('sign', 'boolean'),
  and: (a, b) => a && b,
  or: (a, b) => a || b,
  xor: (a, b) => a !== b,
  not: (a) => !a,
  ...withoutBitOperations('boolean'),
  equal: (a, b) => a === b,
  less: (a, b) => !a && b,
};
