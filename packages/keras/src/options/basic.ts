/** The kinds of options that hold plain values, for classes below layers. */
export * as option from './kinds.ts';
